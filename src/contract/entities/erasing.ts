/** Erasing one person: what is here of them, and the certificate of what was erased. */
import { z } from 'zod'
import { id, instant } from './common'

/** What is counted. Nothing of these holds a word, a name or a number. */
export const ERASED_KINDS = [
  'conversations',
  'messages',
  /** Encrypted media files. */
  'files',
  /** Messages that had not gone out yet. */
  'unsent',
  'phones',
  'emails',
  'aliases',
  'tags',
  'fields',
  /** What happened to them: consent, merges, changed names. */
  'events',
  'leads',
  'orders',
  'notes',
  'tasks',
  /** Changes that waited for the CRM. */
  'changes',
  /** What they wrote in groups. */
  'groupMessages',
  /** Of their words, in what others answered. */
  'quotes',
  'mentions',
  'reactions',
  'votes',
  /** Contact cards of them that others sent. */
  'cards',
  /** WhatsApp's own data of messages that name them. */
  'raws',
  /** Copies of the whole database. */
  'copies',
] as const
export const erasedKind = z.enum(ERASED_KINDS)
export type ErasedKind = z.infer<typeof erasedKind>

/** Kinds without any are not named. */
export const erasedCounts = z.partialRecord(erasedKind, z.number().int())
export type ErasedCounts = z.infer<typeof erasedCounts>

/** A record of the CRM's. `maybe`: it was sent, and no answer has come yet. */
export const heldByCrm = z.object({
  kind: z.enum(['contact', 'lead', 'order', 'note', 'task']),
  id: z.string(),
  maybe: z.boolean(),
})
export type HeldByCrm = z.infer<typeof heldByCrm>

export const erasurePreview = z.object({
  contactId: id,
  name: z.string(),
  /** Without what only turns up while messages of others are looked through. */
  counts: erasedCounts,
  crm: z.array(heldByCrm),
  /** An import is not finished, and may bring them anew: it goes first. */
  importOpen: z.boolean(),
})
export type ErasurePreview = z.infer<typeof erasurePreview>

export const certificate = z.object({
  id,
  /** As the person chose it. */
  reference: z.string(),
  appVersion: z.string(),
  begunAt: instant,
  doneAt: instant,
  counts: erasedCounts,
  /** What is still to be erased there. */
  crm: z.array(heldByCrm),
})
export type Certificate = z.infer<typeof certificate>

const words = z.string().max(2000)
const named = z.object({ name: words, value: words })

/** A certificate in the words of a language, which the screens have. */
export const certificateWords = z.object({
  title: words,
  facts: z.array(named).max(20),
  /** `items` may be as many as the CRM holds records of one person. */
  parts: z.array(z.object({ heading: words, items: z.array(named).max(20_000) })).max(10),
  notes: z.array(words).max(10),
})
export type CertificateWords = z.infer<typeof certificateWords>
