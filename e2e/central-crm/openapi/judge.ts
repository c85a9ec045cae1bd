/**
 * Whether requests and answers are what the OpenAPI document says, judged by a JSON Schema validator that knows nothing of the schemas
 * which the document was made from.
 */
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { z } from 'zod'
import { openApiDocument } from './document'

const anySchema = z.record(z.string(), z.unknown())
const content = z.record(z.string(), z.object({ schema: anySchema.optional() }))
const parameter = z.union([
  z.object({ $ref: z.string() }),
  z.looseObject({
    name: z.string(),
    in: z.string(),
    required: z.boolean().default(false),
    schema: anySchema,
  }),
])
const operation = z.looseObject({
  parameters: z.array(parameter).default([]),
  requestBody: z.looseObject({ required: z.boolean().default(false), content }).optional(),
  responses: z.record(z.string(), z.looseObject({ content: content.optional() })),
})
const shape = z.looseObject({
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
  components: z.looseObject({ parameters: z.record(z.string(), z.unknown()) }),
})

// A CommonJS module whose face is below `default`, also where its types say that it is not.
const addFormats = formats as unknown as (ajv: Ajv2020) => unknown

const NAME = 'central-crm'
const found = openApiDocument()
const { paths, components } = shape.parse(found)
// Texts of addresses and headers are read as the numbers they stand for.
const make = (coerceTypes: boolean): Ajv2020 => {
  const ajv = new Ajv2020({ strict: false, allErrors: false, coerceTypes })
  addFormats(ajv)
  ajv.addSchema({ $id: NAME, ...found })
  return ajv
}
const bodies = make(false)
const texts = make(true)
const kept = new Map<string, ValidateFunction>()

/** @param ajv which reader. */
function validatorOf(ajv: Ajv2020, schema: Record<string, unknown>): ValidateFunction {
  const key = `${ajv === texts ? 'text' : 'body'} ${JSON.stringify(schema)}`
  let made = kept.get(key)
  if (!made) {
    const { $ref } = schema
    made = ajv.compile(typeof $ref === 'string' ? { $ref: `${NAME}${$ref}` } : schema)
    kept.set(key, made)
  }
  return made
}

/** What is wrong with a value, null for nothing. */
function wrongWith(ajv: Ajv2020, schema: Record<string, unknown>, value: unknown): string | null {
  const validate = validatorOf(ajv, schema)
  return validate(value) ? null : `${ajv.errorsText(validate.errors)}: ${JSON.stringify(value).slice(0, 400)}`
}

function templateOf(path: string): string | undefined {
  if (path in paths) return path
  return Object.keys(paths).find((template) =>
    new RegExp(`^${template.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(path),
  )
}

interface Described {
  operation: z.infer<typeof operation>
  parameters: { name: string; in: string; required: boolean; schema: Record<string, unknown> }[]
  values: Record<string, string>
}

function describe(method: string, path: string): Described | null {
  const template = templateOf(path)
  const item = template === undefined ? undefined : paths[template]
  const one = item?.[method.toLowerCase()]
  if (template === undefined || !item || !one) return null
  const read = operation.parse(one)
  const shared = z.array(parameter).default([]).parse(item['parameters'])
  const whole = [...shared, ...read.parameters].map((given) => {
    const named = '$ref' in given ? components.parameters[String(given.$ref).split('/').at(-1) ?? ''] : given
    return z
      .looseObject({
        name: z.string(),
        in: z.string(),
        required: z.boolean().default(false),
        schema: anySchema,
      })
      .parse(named)
  })
  const names = [...template.matchAll(/\{(\w+)\}/g)].map(([, name]) => String(name))
  const match = new RegExp(`^${template.replaceAll(/\{\w+\}/g, '([^/]+)')}$`).exec(path) ?? []
  const values = Object.fromEntries(
    names.map((name, index) => [name, decodeURIComponent(match[index + 1] ?? '')]),
  )
  return { operation: read, parameters: whole, values }
}

export interface Asked {
  method: string
  /** Without the query. */
  path: string
  query: Readonly<Record<string, unknown>>
  /** Names in small letters. */
  headers: Readonly<Record<string, unknown>>
  /** Undefined where there is none. */
  body: unknown
}

/** What is not as the document says in a request; null for nothing. */
export function requestFault({ method, path, query, headers, body }: Asked): string | null {
  const described = describe(method, path)
  if (!described) return `the document has no ${method} ${path}`
  const { operation: one, parameters, values } = described
  for (const { name, in: where, required, schema } of parameters) {
    const value =
      where === 'query' ? query[name] : where === 'header' ? headers[name.toLowerCase()] : values[name]
    if (value === undefined) {
      if (required) return `${method} ${path}: ${name} is missing`
      continue
    }
    const wrong = wrongWith(texts, schema, value)
    if (wrong !== null) return `${method} ${path}: ${name} ${wrong}`
  }
  const known = new Set(parameters.filter((one) => one.in === 'query').map(({ name }) => name))
  const foreign = Object.keys(query).find((name) => !known.has(name))
  if (foreign !== undefined) return `${method} ${path}: the document has no ${foreign}`
  const given = headers['content-type']
  const media = (typeof given === 'string' ? given : '').split(';')[0] ?? ''
  if (!one.requestBody) return body === undefined ? null : `${method} ${path}: the document has no body`
  if (body === undefined) return one.requestBody.required ? `${method} ${path}: the body is missing` : null
  const type = one.requestBody.content[media]
  if (!type) return `${method} ${path}: the document takes no ${media}`
  const wrong = type.schema ? wrongWith(bodies, type.schema, body) : null
  return wrong === null ? null : `${method} ${path}: the body ${wrong}`
}

/** What is not as the document says in an answer; null for nothing. */
export function answerFault(
  method: string,
  path: string,
  status: number,
  type: string,
  body: unknown,
): string | null {
  const described = describe(method, path)
  if (!described) return status === 404 || status === 405 ? null : `the document has no ${method} ${path}`
  const { responses } = described.operation
  const media = type.split(';')[0] ?? ''
  const given = (responses[String(status)] ?? responses['default'])?.content?.[media]
  if (!given) return `the document has no ${media} for ${method} ${path} ${status}`
  const wrong = given.schema ? wrongWith(bodies, given.schema, body) : null
  return wrong === null ? null : `${method} ${path} ${status}: ${wrong}`
}
