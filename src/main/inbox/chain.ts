/**
 * Keeps the order of calls of which the next is sent before the last has answered. Those that belong together carry one name; once one
 * of them failed, the others under that name are refused, and whoever sent them begins a new name after making up for the failure.
 */
export const OUT_OF_TURN = 'out-of-turn'

export class Chain {
  private broken: string | null = null

  /** @throws what `work` throws, and an error with the code `OUT_OF_TURN` where a call before it failed. */
  run<T>(name: string | null, work: () => T): T {
    if (name !== null && name === this.broken)
      throw Object.assign(new Error('a call before this one failed'), { code: OUT_OF_TURN })
    try {
      return work()
    } catch (error) {
      if (name !== null) this.broken = name
      throw error
    }
  }
}
