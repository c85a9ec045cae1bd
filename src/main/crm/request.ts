/** A write as it is kept while its fate is unknown: made once, and the same each time it is sent. */
import { z } from 'zod'

const request = z.object({
  /** The CRM's id, or the one we propose. */
  id: z.string(),
  /** The version it is based on, null for a new record. */
  ifMatch: z.number().nullable(),
  body: z.record(z.string(), z.unknown()),
  /** Pictures that it names and that change with it, by the SHA-256 of their content: the CRM must have them first. */
  pictures: z.array(z.string()).optional(),
})
export type FrozenRequest = z.infer<typeof request>

/** Requests frozen before connectors were told apart name the address of the reference contract, whose last part is the id. */
const addressed = z.looseObject({ path: z.string() })

export function readRequest(json: string): FrozenRequest {
  const kept: unknown = JSON.parse(json)
  const { data } = addressed.safeParse(kept)
  return request.parse(data ? { ...data, id: data.path.split('/').at(-1) } : kept)
}
