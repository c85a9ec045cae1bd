/** What is to go wrong with sending, and for how many messages still. */
import type { SendFault } from './operations'
import { widOf } from './world/ids'

export class Faults {
  #list: (SendFault & { left: number })[] = []

  add(fault: SendFault): void {
    this.#list.push({ ...fault, left: fault.count ?? Infinity })
  }

  clear(): void {
    this.#list = []
  }

  /** The fault for one send to `chat`, used up by one. `modes` limits to those decided at this place. */
  take(chat: string, modes: SendFault['mode'][]): SendFault | undefined {
    const fault = this.#list.find(
      (one) => modes.includes(one.mode) && (one.chat === undefined || widOf(one.chat) === chat),
    )
    if (fault === undefined) return undefined
    fault.left--
    if (fault.left <= 0) this.#list = this.#list.filter((one) => one !== fault)
    return fault
  }
}
