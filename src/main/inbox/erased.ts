/**
 * People who were erased, at the way in: WhatsApp still has what they wrote in groups, answers to them, cards of them, and tells it again
 * with the next start. Only keyed hashes of their addresses are known here, so whatever looks like a number in what comes is asked for
 * by its hash.
 */
import type { ChatAddress } from '../whatsapp/types'
import type { IngestItem } from './ingest-store'
import { numbersIn, withoutTraces, type Traces } from './traces'

export interface ErasedDeps {
  /** All marks: keyed hashes of addresses. */
  marks(): Promise<readonly Uint8Array[]>
  /** Keyed hash of an address, whatever the account. */
  mark(address: ChatAddress): Uint8Array
}

/** Answers that are remembered: numbers repeat from message to message. */
const MOST_REMEMBERED = 20_000

const textOf = (mark: Uint8Array): string => Buffer.from(mark).toString('base64')

interface Known {
  marks: ReadonlySet<string>
  /** By digits: the addresses with them that are marked. */
  answers: Map<string, readonly ChatAddress[]>
}

export function createErased(deps: ErasedDeps) {
  let known: Promise<Known> | null = null

  const read = (): Promise<Known> => {
    const reading = deps
      .marks()
      .then((marks): Known => ({ marks: new Set(marks.map(textOf)), answers: new Map() }))
    known = reading
    // Asked for again by whoever comes next; this one is told of it.
    reading.catch(() => {
      if (known === reading) known = null
    })
    return reading
  }

  const addressesOf = ({ marks, answers }: Known, digits: string): readonly ChatAddress[] => {
    let answer = answers.get(digits)
    if (!answer) {
      if (answers.size >= MOST_REMEMBERED) answers.clear()
      answer = [`${digits}@c.us`, `${digits}@lid`].filter((address) => marks.has(textOf(deps.mark(address))))
      answers.set(digits, answer)
    }
    return answer
  }

  const tracesIn = (now: Known, item: IngestItem): Traces => {
    const digits = [...numbersIn(item)].filter((one) => addressesOf(now, one).length > 0)
    return { digits, addresses: digits.flatMap((one) => addressesOf(now, one)) }
  }

  return {
    /** What of it may be kept. @throws where the marks can't be read. */
    async without(items: IngestItem[]): Promise<IngestItem[]> {
      const now = await (known ?? read())
      if (now.marks.size === 0) return items
      return items.flatMap((item) => withoutTraces(item, tracesIn(now, item)) ?? [])
    },
    /** Somebody was erased, or is wanted here again. */
    forget(): void {
      known = null
    },
  }
}
