/** What was done to Electron, written down line by line in a form that can be told to another process and written as TypeScript. */
import fs from 'node:fs'

/** A value as far as it can be written down. */
export type Spelled =
  | { is: 'value'; json: string }
  | { is: 'undefined' }
  /** An object of Electron's, by its name in the recording. */
  | { is: 'object'; name: string }
  /** A function of ours; its number is how the test calls it. */
  | { is: 'function'; number: number }
  | { is: 'list'; items: Spelled[] }
  | { is: 'record'; entries: [string, Spelled][] }
  | { is: 'bytes'; length: number }
  /** Something of the language's or the system's that the compiler need not judge. */
  | { is: 'other'; what: string }

export type Entry =
  | { is: 'new'; name: string; class: string; args: Spelled[] }
  | { is: 'got'; name: string; type: string }
  | { is: 'call'; on: string; member: string; args: Spelled[] }
  | { is: 'set'; on: string; member: string; value: Spelled }
  /** Ours refused what happened: `event.preventDefault()`. */
  | { is: 'refused'; on: string; event: string }

/** Functions that were handed to Electron, by number. */
export const handed: ((...args: unknown[]) => unknown)[] = []
const numbers = new WeakMap<object, number>()

function numberOf(run: (...args: unknown[]) => unknown): number {
  let number = numbers.get(run)
  if (number === undefined) {
    number = handed.push(run) - 1
    numbers.set(run, number)
  }
  return number
}

export function spell(value: unknown): Spelled {
  if (value === undefined) return { is: 'undefined' }
  if (typeof value === 'function') return { is: 'function', number: numberOf(value as () => unknown) }
  if (value === null || typeof value !== 'object') return { is: 'value', json: JSON.stringify(value) }
  const name = (value as { $name?: unknown }).$name
  if (typeof name === 'string') return { is: 'object', name }
  if (Array.isArray(value)) return { is: 'list', items: value.map(spell) }
  if (value instanceof Uint8Array) return { is: 'bytes', length: value.length }
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null)
    return { is: 'other', what: value.constructor.name }
  return { is: 'record', entries: Object.entries(value).map(([key, each]) => [key, spell(each)]) }
}

/** The other way round, in the process where the objects live. */
export function meantBy(spelled: Spelled, objects: ReadonlyMap<string, unknown>): unknown {
  switch (spelled.is) {
    case 'value':
      return JSON.parse(spelled.json)
    case 'object':
      return objects.get(spelled.name)
    case 'function':
      return handed[spelled.number]
    case 'list':
      return spelled.items.map((item) => meantBy(item, objects))
    case 'record':
      return Object.fromEntries(spelled.entries.map(([key, each]) => [key, meantBy(each, objects)]))
    case 'bytes':
      return new Uint8Array(spelled.length)
    case 'undefined':
    case 'other':
      return undefined
  }
}

const file = process.env['STAND_IN_RECORDING']

export function note(entry: Entry): void {
  if (file) fs.appendFileSync(file, `${JSON.stringify(entry)}\n`)
}

export function readRecording(from: string): Entry[] {
  const lines = fs.existsSync(from) ? fs.readFileSync(from, 'utf8').split('\n') : []
  // The last line may be half written.
  return lines.slice(0, -1).map((line) => JSON.parse(line) as Entry)
}
