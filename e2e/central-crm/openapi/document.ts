/** The whole OpenAPI 3.1 document, and its YAML. */
import { paths, parameters } from './paths'
import { componentSchemas, type Json, type JsonObject } from './schemas'

const DESCRIPTION = `What Leadline asks of a central CRM. JSON over HTTP.

- Every write is a PUT at an id that the client made, with an Idempotency-Key; an update carries If-Match.
- Lists are read by cursor in order of change. Keep \`nextCursor\`: asking with it later gives what changed since. A record that was deleted, or that went to somebody else, comes as a tombstone (\`deleted: true\`).
- Money is an integer in minor units of its ISO 4217 currency (IDR and INR have 2 digits, JPY 0, KWD 3). Phones are E.164. Times are RFC 3339 in UTC.
- Refusals are RFC 9457 problem documents; branch on \`type\`.
- An order's sums are recomputed: every line's total is quantity times unit price, and total is subtotal - discount + shipping + tax. Its status only moves forward (draft, placed, confirmed, packed, shipped, delivered), or to cancelled from any but delivered.
`

/** The contract. */
export function openApiDocument(): JsonObject {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Leadline central CRM',
      version: '1.0.0',
      description: DESCRIPTION,
      license: { name: 'ISC', identifier: 'ISC' },
    },
    servers: [{ url: 'https://crm.example.test', description: "The company's own server" }],
    security: [{ bearer: [] }],
    paths: paths(),
    components: {
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
      parameters,
      schemas: componentSchemas(),
    },
  }
}

const PLAIN = /^[A-Za-z_$][\w$./-]*$/
const AMBIGUOUS = /^(?:y|n|yes|no|on|off|true|false|null)$/i
const word = (text: string) => (PLAIN.test(text) && !AMBIGUOUS.test(text) ? text : JSON.stringify(text))

function isCollection(value: Json): value is Json[] | JsonObject {
  return value !== null && typeof value === 'object' && Object.keys(value).length > 0
}

function scalar(value: Json): string {
  if (typeof value === 'string') return word(value)
  return JSON.stringify(value)
}

function lines(value: Json, indent: string): string[] {
  if (typeof value === 'string' && value.includes('\n'))
    return [
      '|',
      ...value
        .trimEnd()
        .split('\n')
        .map((line) => (line ? `${indent}${line}` : '')),
    ]
  if (!isCollection(value)) return [scalar(value)]
  if (Array.isArray(value))
    return value.flatMap((item) => {
      const [first = '', ...rest] = lines(item, `${indent}  `)
      return isCollection(item)
        ? [`${indent}- ${first.trimStart()}`, ...rest]
        : [`${indent}- ${first}`, ...rest]
    })
  return Object.entries(value).flatMap(([key, inner]) => {
    const made = lines(inner, `${indent}  `)
    if (isCollection(inner)) return [`${indent}${word(key)}:`, ...made]
    return [`${indent}${word(key)}: ${made[0] ?? ''}`, ...made.slice(1)]
  })
}

/** YAML 1.2 of plain JSON data: all that an OpenAPI document needs. */
export const toYaml = (value: Json): string => `${lines(value, '').join('\n')}\n`
