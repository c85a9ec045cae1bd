/** Decides when a page that should get somewhere does not, and is to be loaded anew. Pure but for the time it is told. */

export class Watchdog {
  #mark = ''
  #since = 0
  #limit: number

  constructor(
    private readonly first: number,
    private readonly longest: number,
  ) {
    this.#limit = first
  }

  /**
   * `progress` names where the page is; any change of it counts as progress. `well`: there is nothing to wait for.
   * True once per stall, each time after twice as long.
   */
  stalled(progress: string, well: boolean, now: number): boolean {
    if (well) this.#limit = this.first
    if (well || progress !== this.#mark) {
      this.#mark = progress
      this.#since = now
      return false
    }
    if (now - this.#since < this.#limit) return false
    this.#limit = Math.min(this.#limit * 2, this.longest)
    this.#since = now
    return true
  }
}
