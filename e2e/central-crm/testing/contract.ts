/** Checks an answer against the OpenAPI document: that the address is in it, and that the body is what it says there. */
import { z } from 'zod'
import { openApiDocument } from '../openapi/document'

const schemaRef = z.object({ schema: z.object({ $ref: z.string() }).optional() })
const response = z.object({ content: z.record(z.string(), schemaRef).optional() })
const operation = z.object({ responses: z.record(z.string(), response) })
const documentShape = z.object({
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
  components: z.object({ schemas: z.record(z.string(), z.record(z.string(), z.json())) }),
})

const { paths, components } = documentShape.parse(openApiDocument())
const definitions = z
  .record(z.string(), z.record(z.string(), z.json()))
  .parse(JSON.parse(JSON.stringify(components.schemas).replaceAll('#/components/schemas/', '#/$defs/')))
const validators = new Map<string, z.ZodType>()

function validator(name: string): z.ZodType {
  let found = validators.get(name)
  if (!found) {
    found = z.fromJSONSchema({ $ref: `#/$defs/${name}`, $defs: definitions })
    validators.set(name, found)
  }
  return found
}

/** Validates a body by the name of its component. @throws where it does not fit. */
export function checkComponent(name: string, body: unknown): void {
  const result = validator(name).safeParse(body)
  if (!result.success)
    throw new Error(`not a ${name}: ${z.prettifyError(result.error)}\n${JSON.stringify(body)}`)
}

function templateOf(path: string): string | undefined {
  if (path in paths) return path
  return Object.keys(paths).find((template) =>
    new RegExp(`^${template.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(path),
  )
}

/** @throws where the document has no such address or answer, or the body does not fit. */
export function checkAnswer(method: string, path: string, status: number, type: string, body: unknown): void {
  const template = templateOf(path)
  const found = template ? paths[template]?.[method.toLowerCase()] : undefined
  if (!found) throw new Error(`the document has no ${method} ${path}`)
  const { responses } = operation.parse(found)
  const content = (responses[String(status)] ?? responses['default'])?.content
  const media = type.split(';')[0] ?? ''
  const schema = content?.[media]
  if (!schema) throw new Error(`the document has no ${media} for ${method} ${path} ${status}`)
  const name = schema.schema?.$ref.split('/').at(-1)
  if (name) checkComponent(name, body)
}
