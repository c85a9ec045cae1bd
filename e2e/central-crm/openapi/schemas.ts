/** The contract's schemas as JSON Schema components, made from the zod schemas that the server itself reads bodies with. */
import { z } from 'zod'
import { resources } from '../resources'
import * as auth from '../schemas/auth'
import { batchInput, batchOutput } from '../schemas/batch'
import { pageOf, tombstone } from '../schemas/common'
import * as devices from '../schemas/devices'
import { problem } from '../schemas/problem'
import { picture } from '../schemas/selling'

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }
export type JsonObject = Record<string, Json>

/** `lead` -> `Lead`. */
export const pascal = (kind: string): string => kind.charAt(0).toUpperCase() + kind.slice(1)

/** Read by the server: fields with a default may be left out. */
const inputs: Record<string, z.ZodType> = {
  SignupInput: auth.signupInput,
  LoginInput: auth.loginInput,
  RefreshInput: auth.refreshInput,
  BatchInput: batchInput,
  WhatsappSessionInput: devices.sessionInput,
}

/** Given by the server: every field is there. */
const outputs: Record<string, z.ZodType> = {
  User: auth.user,
  Tokens: auth.tokens,
  BatchOutput: batchOutput,
  WhatsappSession: devices.session,
  ActiveWhatsappSessions: devices.activeSessions,
  CleanupStats: devices.cleanupStats,
  Health: devices.health,
  Picture: picture,
  Problem: problem,
  Tombstone: tombstone,
}

for (const { kind, input, output } of resources) {
  inputs[`${pascal(kind)}Input`] = input
  outputs[pascal(kind)] = output
  outputs[`${pascal(kind)}Page`] = pageOf(output)
}

/** Without what each component would repeat: its dialect and address, and the pattern behind a format. */
function tidy(schema: unknown): JsonObject {
  const strip = (value: Json): Json => {
    if (Array.isArray(value)) return value.map(strip)
    if (value === null || typeof value !== 'object') return value
    const kept = Object.entries(value).filter(
      ([key]) => !(key === 'pattern' && typeof value['format'] === 'string'),
    )
    return Object.fromEntries(kept.map(([key, inner]) => [key, strip(inner)]))
  }
  const kept = Object.entries(jsonObject.parse(schema)).filter(([key]) => key !== '$schema' && key !== '$id')
  return Object.fromEntries(kept.map(([key, inner]) => [key, strip(inner)]))
}

const jsonObject: z.ZodType<JsonObject> = z.record(z.string(), z.json())

/** Each as its own component, with references between them. */
function convert(schemas: Record<string, z.ZodType>, io: 'input' | 'output'): JsonObject {
  const registry = z.registry<{ id: string }>()
  for (const [id, schema] of Object.entries(schemas)) registry.add(schema, { id })
  const made = z.toJSONSchema(registry, { io, uri: (id) => `#/components/schemas/${id}` })
  return Object.fromEntries(
    Object.entries(made.schemas).map(([name, schema]) => {
      return [name, tidy(schema)]
    }),
  )
}

/** Name -> JSON Schema (2020-12), by name. */
export function componentSchemas(): JsonObject {
  const all = { ...convert(inputs, 'input'), ...convert(outputs, 'output') }
  return Object.fromEntries(Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1)))
}
