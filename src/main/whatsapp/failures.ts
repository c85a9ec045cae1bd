/** Reading errors of the library, puppeteer and the page, which come as errors, as strings and as nothing at all. */

export class TimeoutError extends Error {
  override readonly name = 'TimeoutError'
}

/** Rejects with `TimeoutError` when `work` takes longer than `ms`; the work itself goes on, its end is ignored. */
export async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new TimeoutError(`no answer within ${ms} ms`))
    }, ms)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}

export function textOfError(error: unknown): string {
  if (error instanceof Error) return error.message
  return typeof error === 'string' ? error : 'unknown error'
}

/**
 * A technical cause fit for a log and a screen: one line, short, without what could be a phone number, an address or a path into
 * somebody's home.
 */
export function causeOf(error: unknown): string {
  return (
    (textOfError(error).split('\n')[0] ?? '')
      .replace(/[^\s"']*@(?:c\.us|lid|g\.us)[^\s"']*/g, '<chat>')
      .replace(/\+?\d[\d -]{4,}\d/g, '<number>')
      .replace(/(?:[A-Za-z]:\\|\/)(?:home|Users|root)[^\s"']*/g, '<path>')
      .slice(0, 200) || 'unknown error'
  )
}

/** The document or the whole page went away under the call. Whether a call had its effect is then unknown. */
export function isGone(error: unknown): boolean {
  return /execution context was destroyed|execution context is not available|cannot find context|detached frame|frame (?:was|got) detached|target closed|session closed|connection closed|inspected target navigated|page has been closed|protocol error/i.test(
    textOfError(error),
  )
}

/** Chromium's own words for "no way to the site". */
export function networkCause(error: unknown): string | null {
  return /net::(ERR_[A-Z_]+)/.exec(textOfError(error))?.[1] ?? null
}
