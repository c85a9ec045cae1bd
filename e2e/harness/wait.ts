/** Waiting for a condition, never for a time. */

export interface UntilOptions {
  /** Milliseconds; 20,000 unless set. */
  timeout?: number
  what?: string
}

/** The first answer that is neither null, undefined nor false. Errors of the look itself count as "not yet" and are told at the end. */
export async function until<T>(
  look: () => Promise<T | null | undefined | false>,
  { timeout = 20_000, what = 'the condition' }: UntilOptions = {},
): Promise<T> {
  const end = Date.now() + timeout
  let trouble: unknown
  for (;;) {
    try {
      const found = await look()
      if (found !== null && found !== undefined && found !== false) return found
    } catch (error) {
      trouble = error
    }
    if (Date.now() > end) throw new Error(`${what} did not come within ${timeout} ms`, { cause: trouble })
    await new Promise((resolve) => setTimeout(resolve, 30))
  }
}
