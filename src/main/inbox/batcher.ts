/**
 * Groups what arrives within a few milliseconds into one call, and keeps order: batches go out one behind the other. While the
 * database thread commits one, the next fills.
 */
export interface Batcher<T> {
  add(item: T): void
  /** Resolves once everything added so far was handled. */
  drain(): Promise<void>
}

export interface BatcherOptions<T> {
  /** Milliseconds that the first item of a batch waits for others. */
  wait: number
  /** A batch never grows beyond this. */
  most: number
  /** Called with one batch at a time per slot; never rejects. */
  handle(items: T[]): Promise<void>
}

/** How many batches may be on their way at once: one being committed, one queued behind it. */
const IN_FLIGHT = 2

export function createBatcher<T>({ wait, most, handle }: BatcherOptions<T>): Batcher<T> {
  let items: T[] = []
  let timer: NodeJS.Timeout | null = null
  const flying = new Set<Promise<void>>()

  const flush = (): void => {
    if (timer) clearTimeout(timer)
    timer = null
    if (items.length === 0 || flying.size >= IN_FLIGHT) return
    const batch = items.slice(0, most)
    items = items.slice(most)
    const flight = handle(batch).finally(() => {
      flying.delete(flight)
      flush()
    })
    flying.add(flight)
    if (items.length > 0) flush()
  }

  return {
    add(item) {
      items.push(item)
      if (items.length >= most) flush()
      else timer ??= setTimeout(flush, wait)
    },
    async drain() {
      while (items.length > 0 || flying.size > 0) {
        flush()
        await Promise.all(flying)
      }
    },
  }
}
