/**
 * Groups what arrives within a few milliseconds into one call, and keeps order: batches go out one behind the other. While the
 * database thread commits one, the next is sent and another fills. Where one fails, everything behind it waits until it is made up for.
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
  /** Tries a batch while the one before it may be on its way still. False where nothing of it was taken; never rejects. */
  attempt(items: T[]): Promise<boolean>
  /** Takes a batch whose attempt failed, as well as it can be; nothing else is on its way meanwhile. Never rejects. */
  insist(items: T[]): Promise<void>
}

/** How many batches may be on their way at once: one being committed, one queued behind it. */
const IN_FLIGHT = 2

export function createBatcher<T>({ wait, most, attempt, insist }: BatcherOptions<T>): Batcher<T> {
  let items: T[] = []
  let timer: NodeJS.Timeout | null = null
  let sent = 0
  /** Batches that were not taken, by their place in the order. */
  const missed = new Map<number, T[]>()
  const flying = new Set<Promise<void>>()

  const fly = (flight: Promise<void>): void => {
    const landed = flight.finally(() => {
      flying.delete(landed)
      if (missed.size > 0 && flying.size === 0) fly(makeUp())
      else flush()
    })
    flying.add(landed)
  }

  const send = async (batch: T[], place: number): Promise<void> => {
    if (!(await attempt(batch))) missed.set(place, batch)
  }

  const makeUp = async (): Promise<void> => {
    for (const [, batch] of [...missed].sort(([a], [b]) => a - b)) await insist(batch)
    missed.clear()
  }

  const flush = (): void => {
    if (timer) clearTimeout(timer)
    timer = null
    while (items.length > 0 && flying.size < IN_FLIGHT && missed.size === 0) {
      const batch = items.slice(0, most)
      items = items.slice(most)
      fly(send(batch, sent++))
    }
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
