/** A person, with every identity known of them. */
import { z } from 'zod'
import { id, instant } from './common'
import { LIMITS } from './limits'

/**
 * Where a record stands between this machine and the CRM. `refused` carries the server's reason. `conflict`: changed here and in the CRM
 * at the same time, and the person has to choose. `gone`: deleted in the CRM; it stays here. `synced` with a reason: changed there since into
 * what can't be shown here.
 */
export const syncState = z.object({
  state: z.enum(['local', 'waiting', 'synced', 'refused', 'conflict', 'gone']),
  reason: z.string().nullable(),
})
export type SyncState = z.infer<typeof syncState>

/** Whether they want to be written to. `how`: in the person's words ("at the counter", "wrote STOP"). */
export const consent = z.object({
  state: z.enum(['unknown', 'in', 'out']),
  /** Null while nobody said anything. */
  at: instant.nullable(),
  how: z.string().nullable(),
})
export type Consent = z.infer<typeof consent>

/** A field of the person's own: kept on this machine, the CRM is not told. */
export const customField = z.object({ name: z.string(), value: z.string() })
export type CustomField = z.infer<typeof customField>

export const contact = z.object({
  id,
  name: z.string(),
  /** Other names they are known by. */
  aliases: z.array(z.string()),
  /** In E.164. */
  phones: z.array(z.string()),
  /** The main one, which the CRM knows. */
  email: z.string().nullable(),
  /** Others, lower case. */
  otherEmails: z.array(z.string()),
  company: z.string().nullable(),
  address: z.string().nullable(),
  tags: z.array(z.string()),
  note: z.string().nullable(),
  fields: z.array(customField),
  consent,
  /** WhatsApp ids without a phone behind them yet. */
  lids: z.array(z.string()),
  isBusiness: z.boolean(),
  isBlocked: z.boolean(),
  knownSince: instant,
  sync: syncState,
})
export type Contact = z.infer<typeof contact>

const line = (max: number) => z.string().trim().min(1).max(max)
const text = (max: number) =>
  z
    .string()
    .trim()
    .max(max)
    .nullable()
    .transform((value) => (value === '' ? null : value))
const email = z.email().max(LIMITS.email)
const customFieldInput = z.object({
  name: line(LIMITS.fieldName),
  value: z.string().trim().max(LIMITS.fieldValue),
})

/** What a person may change of somebody, as whole values. */
export const contactChange = z
  .object({
    name: line(LIMITS.name),
    aliases: z.array(line(LIMITS.name)).max(LIMITS.aliases),
    /** In any national form; E.164 stays as it is. */
    phones: z.array(z.string().trim().min(4).max(40)).max(LIMITS.phones),
    email: email.nullable(),
    otherEmails: z.array(email).max(LIMITS.otherEmails),
    company: text(LIMITS.company),
    address: text(LIMITS.address),
    tags: z.array(line(LIMITS.tag)).max(LIMITS.tags),
    note: text(LIMITS.contactNote),
    fields: z.array(customFieldInput).max(LIMITS.fields),
  })
  .partial()
export type ContactChange = z.infer<typeof contactChange>

/** A person in a list. */
export const contactRow = z.object({
  id,
  name: z.string(),
  company: z.string().nullable(),
  phone: z.string().nullable(),
  tags: z.array(z.string()),
  consent: consent.shape.state,
  /** Their chat that moved last; null where there is none. */
  conversationId: id.nullable(),
})
export type ContactRow = z.infer<typeof contactRow>

/** What became of the phone's address book. */
export const addressBookReport = z.object({
  /** With a name of the phone's own. */
  found: z.number().int(),
  added: z.number().int(),
  /** Were here with a number for a name, and have one now. */
  named: z.number().int(),
  /** Here already, under the name they have here. */
  unchanged: z.number().int(),
  /** Left out: erased here. */
  erased: z.number().int(),
  /** Left out: their chat is marked as not for work. */
  notWork: z.number().int(),
  /** Left out: WhatsApp does not tell their number. */
  noNumber: z.number().int(),
})
export type AddressBookReport = z.infer<typeof addressBookReport>

export const tagCount = z.object({ tag: z.string(), people: z.number().int() })
export type TagCount = z.infer<typeof tagCount>
