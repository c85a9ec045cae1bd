/** Two people who are one: suggested, looked at before, made one, and parted again. */
import { z } from 'zod'
import { id } from './common'
import { contact, contactRow } from './contact'

/** Why two may be one: a number in two forms, an e-mail address, or a name with the same company or one of them without a number. */
export const sameness = z.enum(['phone', 'email', 'name'])
export type Sameness = z.infer<typeof sameness>

export const duplicate = z.object({ one: contactRow, other: contactRow, because: z.array(sameness).min(1) })
export type Duplicate = z.infer<typeof duplicate>

/** Of these only one value can stand; numbers, addresses, names, tags and fields are put together. */
export const MERGE_FIELDS = ['name', 'email', 'company', 'address', 'note', 'consent'] as const
export const mergeField = z.enum(MERGE_FIELDS)
export type MergeField = z.infer<typeof mergeField>

/** By whose value stands: a contact's id; `both` for notes alone, one below the other. */
export const mergeChoices = z.partialRecord(mergeField, z.union([id, z.literal('both')]))
export type MergeChoices = z.infer<typeof mergeChoices>

/** How much there is of a person; tasks are among the notes. */
export const belongings = z.object({
  chats: z.number().int(),
  leads: z.number().int(),
  orders: z.number().int(),
  notes: z.number().int(),
})
export type Belongings = z.infer<typeof belongings>

export const mergePreview = z.object({
  /** Whose record stays, here and at the CRM. */
  stays: contact,
  goes: contact,
  /** What stands where nothing is chosen. */
  choices: z.record(mergeField, z.union([id, z.literal('both')])),
  /** What the one that stays has so far. */
  has: belongings,
  /** What moves with the one that goes. */
  moves: belongings,
  /** What comes out, as it is chosen. */
  becomes: contact,
  /** The CRM has both and can't join them: it keeps the one that goes, without what is sold to them. */
  crmKeepsBoth: z.boolean(),
})
export type MergePreview = z.infer<typeof mergePreview>

/** Why a merge can't be undone (any more). */
export const undoObstacle = z.enum([
  /** They were made one by WhatsApp, which says that they are. */
  'by-whatsapp',
  /** Another merge came after it: that one first. */
  'later-merge',
  /** A number of theirs is somebody else's by now. */
  'phone-taken',
  /** The CRM's record of them is somebody else's by now. */
  'crm-taken',
  /** More than 90 days ago. */
  'too-long-ago',
])
export type UndoObstacle = z.infer<typeof undoObstacle>
