/** Which short news are on the screen. Pure. */

export interface ToastEntry {
  id: number
  text: string
  /** What it is about: a newer one about the same takes its place. Null: its text stands for it. */
  about: string | null
  /** The chat it belongs to; null for news that hold anywhere. */
  chat: string | null
}

/** At most so many at a time. */
const MOST = 3

/** With the newest one at the end. */
export function withToast<T extends ToastEntry>(toasts: readonly T[], entry: T): T[] {
  const same = (one: T) => one.text === entry.text || (entry.about !== null && one.about === entry.about)
  return [...toasts.filter((one) => !same(one)), entry].slice(-MOST)
}

/** Those that still say something while `chat` is open. */
export const toastsBeside = <T extends ToastEntry>(toasts: readonly T[], chat: string | null): T[] =>
  toasts.filter((one) => one.chat === null || one.chat === chat)
