/** A report as text that a person can paste anywhere: names and values, lists and what belongs together set in. Pure. */

type Value =
  string | number | boolean | null | undefined | readonly Value[] | { readonly [name: string]: Value }

/** Fields that hold a moment in ms; written as one, in UTC. */
const MOMENT = /^(?:at|since|nextTryAt|lastProbeAt|alarmedAt|takenAt)$/

function plain(name: string, value: string | number | boolean | null | undefined): string {
  if (value === null || value === undefined) return '–'
  if (typeof value === 'number' && MOMENT.test(name)) return new Date(value).toISOString()
  return String(value)
}

const isPlain = (value: Value): value is string | number | boolean | null | undefined =>
  typeof value !== 'object' || value === null

const fieldsOf = (value: object): [string, Value][] => Object.entries(value) as [string, Value][]

/** A plain value, or a list of such; null for anything that holds more. */
function word(name: string, value: Value): string | null {
  if (isPlain(value)) return plain(name, value)
  if (!Array.isArray(value) || !value.every(isPlain)) return null
  return value.length === 0 ? '–' : value.map((one) => plain('', one)).join(' ')
}

/** On one line, where nothing in it holds more than a list. */
function line(value: Value): string | null {
  const own = word('', value)
  if (own !== null || Array.isArray(value)) return own
  const words = fieldsOf(value as object).map(([name, one]) => [name, word(name, one)] as const)
  return words.every(([, one]) => one !== null)
    ? words.map(([name, one]) => `${name} ${one ?? ''}`).join(', ')
    : null
}

export function textOf(report: object, indent = ''): string {
  const lines = fieldsOf(report).flatMap(([name, value]): string[] => {
    if (isPlain(value)) return [`${indent}${name}: ${plain(name, value)}`]
    const short = line(value)
    if (short !== null) return [`${indent}${name}: ${short}`]
    const inner = Array.isArray(value)
      ? (value as readonly Value[]).map((one) => {
          const item = line(one)
          return item === null ? textOf(one as object, `${indent}  `) : `${indent}  ${item}`
        })
      : [textOf(value, `${indent}  `)]
    return [`${indent}${name}:`, ...inner]
  })
  return lines.join('\n')
}
