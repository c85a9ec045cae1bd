/** Pages of the CRM's, read ahead of whoever takes them in: while some are being written, the next ones are on their way. */
import type { PageAnswer } from './connector'

/** As text, which waits and crosses to the database thread for less than its objects would. */
export interface Page {
  /** JSON. */
  items: string
  isEmpty: boolean
  cursor: string
  more: boolean
}

/** Pages that may wait to be taken in. Also what is taken in at once: the database answers nobody else meanwhile. */
const MOST = 8

/** What came since the last look: pages in their order, and what ended the reading where it has ended. */
export interface Come {
  pages: Page[]
  /** `done`: there is no more for now. Null while more is on its way. */
  end: 'done' | Exclude<PageAnswer, { kind: 'page' }> | null
}

export class Ahead {
  private pages: Page[] = []
  private end: Come['end'] = null
  private stopped = false
  private readonly run: Promise<void>
  private failed: { error: unknown } | null = null
  private turn: () => void = () => undefined

  /** Begins at once, after `cursor`. */
  constructor(
    private readonly read: (cursor: string | null) => Promise<PageAnswer>,
    cursor: string | null,
  ) {
    this.run = this.readAll(cursor).catch((error: unknown) => {
      this.failed = { error }
      this.turn()
    })
  }

  private async readAll(from: string | null): Promise<void> {
    for (let cursor = from; !this.stopped;) {
      const answer = await this.read(cursor)
      if (answer.kind !== 'page') {
        this.end = answer
      } else {
        const more = answer.more && answer.cursor !== cursor
        const { items } = answer
        this.pages.push({
          ...{ items: JSON.stringify(items), isEmpty: items.length === 0 },
          ...{ cursor: answer.cursor, more },
        })
        if (!more) this.end = 'done'
        cursor = answer.cursor
      }
      this.turn()
      if (this.end !== null) return
      while (this.isFull()) await this.next()
    }
  }

  private isFull(): boolean {
    return this.pages.length >= MOST && !this.stopped
  }

  /** Resolves with the next change of what waits here. Only one of both sides ever waits: the one that reads, or the one that takes. */
  private next(): Promise<void> {
    return new Promise((resolve) => {
      this.turn = resolve
    })
  }

  /** All that has come, at least one page or the end. @throws what reading threw. */
  async come(): Promise<Come> {
    while (this.pages.length === 0 && this.end === null && !this.failed) await this.next()
    if (this.failed && this.pages.length === 0) throw this.failed.error
    const pages = this.pages
    this.pages = []
    this.turn()
    return { pages, end: this.end }
  }

  /** Reads no further; resolves when nothing is under way any more. */
  async stop(): Promise<void> {
    this.stopped = true
    this.turn()
    await this.run
  }
}
