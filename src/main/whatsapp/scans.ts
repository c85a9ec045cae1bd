/**
 * Whether WhatsApp accepts the phone that scanned. A refusal says nothing: the page takes the new device in, and then shows a code again.
 * Only what follows a code counts: while a page loads, or makes new codes because nobody scanned, it passes through the same states.
 */
import type { Stage } from './look'

/** One may be a slip of the network, and the next code is on the screen already; then a person is told. */
const MOST_REFUSALS = 2

export class Scans {
  #seen: 'nothing' | 'a code' | 'a scan' = 'nothing'
  #refusals = 0

  /** A new document. */
  restart(): void {
    this.#seen = 'nothing'
  }

  /** A code is on the screen, or another one. */
  codeShown(): void {
    if (this.#seen === 'a scan') this.#refusals++
    this.#seen = 'a code'
  }

  /** To be told each look. Answers whether WhatsApp refuses the link. */
  refused(stage: Stage): boolean {
    if (isTaken(stage)) this.#seen = this.#seen === 'nothing' ? 'nothing' : 'a scan'
    else if (stage.kind !== 'unlinked' || stage.idle) this.#seen = 'nothing'
    return this.#refusals >= MOST_REFUSALS
  }
}

const isTaken = (stage: Stage): boolean =>
  stage.kind === 'syncing' || (stage.kind === 'connecting' && stage.cause === 'PAIRING')
