/** Names for rows that stay the same however often a file is read, and differ between two old systems that both count from 1. */
import { createHash } from 'node:crypto'

type Part = string | number | null

/** 32 hexadecimal digits. */
export const keyOf = (...parts: Part[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32)

/** The same as a UUID (version 8: made by a rule of one's own). */
export function uuidOf(...parts: Part[]): string {
  const key = keyOf(...parts)
  const variant = '89ab'[Number.parseInt(key[16] ?? '0', 16) & 3] ?? '8'
  return [
    key.slice(0, 8),
    key.slice(8, 12),
    `8${key.slice(13, 16)}`,
    variant + key.slice(17, 20),
    key.slice(20),
  ].join('-')
}

/**
 * Rows without an id of their own that say the same: the second is another row, and gets another name. Counted in the order of the file,
 * which is read from its beginning each time.
 */
export class Twins {
  /** By the first 48 bits of a name: there may be millions. */
  readonly #seen = new Map<number, number>()

  name(key: string): string {
    const short = Number.parseInt(key.slice(0, 12), 16)
    const before = this.#seen.get(short) ?? 0
    this.#seen.set(short, before + 1)
    return before === 0 ? key : keyOf('twin', key, before)
  }
}
