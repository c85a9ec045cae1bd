/** Contacts, and the leads on them. */
import { z } from 'zod'
import { currency, line, money, phone, stamps, text, uuid } from './common'

export const contactInput = z.strictObject({
  name: line(200),
  /** The first is the main one. Empty while WhatsApp has not told it. */
  phones: z.array(phone).max(20),
  email: z.email().max(200).nullable().default(null),
  company: line(200).nullable().default(null),
  address: text(500).nullable().default(null),
  tags: z.array(line(40)).max(30).default([]),
  notes: text(5000).nullable().default(null),
})
export const contact = z.object({ ...contactInput.shape, ...stamps, ownerId: uuid })
export type Contact = z.infer<typeof contact>

export const leadInput = z.strictObject({
  title: line(200),
  contactId: uuid,
  /** Left out: the pipeline's first stage for a new lead, unchanged for a known one. */
  stageId: uuid.optional(),
  /** Goes with `currency`: both or neither. */
  value: money.nullable().default(null),
  currency: currency.nullable().default(null),
  source: line(60).nullable().default(null),
  lostReason: text(500).nullable().default(null),
  notes: text(5000).nullable().default(null),
  /** Left out: the writer for a new lead, unchanged for a known one. */
  ownerId: uuid.optional(),
})
export const lead = z.object({
  ...leadInput.shape,
  ...stamps,
  stageId: uuid,
  pipelineId: uuid,
  ownerId: uuid,
})
export type Lead = z.infer<typeof lead>
