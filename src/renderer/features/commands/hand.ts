/** What letters mean by what was done before them: whoever has clicked goes on writing, who came by keys gives commands. */
import { isText, type Press } from './keys'

/** Keys that lead somewhere. Shift, Ctrl, a copied text or Space say nothing of what comes next. */
const WALKS = /^(?:Tab|Enter|Escape|Arrow\w+|Home|End|Page\w+)$/

export class Hand {
  #clicked = false
  #commands = false

  /** Letters are text, wherever the focus is. */
  get types(): boolean {
    return this.#clicked
  }

  /**
   * A letter was a command last, which may have opened another chat: what follows is not written to whoever that is before the person
   * has gone there.
   */
  get commands(): boolean {
    return this.#commands
  }

  clicks(): void {
    this.#clicked = true
    this.#commands = false
  }

  /** Before it is known what the key does. */
  presses({ key }: Press): void {
    if (!WALKS.test(key)) return
    this.#clicked = false
    this.#commands = false
  }

  /** The key was a command. */
  runs(press: Press): void {
    if (isText(press)) this.#commands = true
    else this.#clicked = false
  }
}
