import { z } from 'zod'
import { nothing, procedure } from '../base'
import { leadCard, stageSum } from '../entities/board'
import { id, instant, pageOf } from '../entities/common'
import { despiteOptOut, message } from '../entities/message'
import { language } from '../entities/preferences'
import {
  lead,
  leadDetails,
  leadInput,
  order,
  orderInput,
  orderStatus,
  orderSending,
  orderStep,
  product,
  stage,
} from '../entities/selling'
import { frappeSite } from '../entities/frappe'
import { team } from '../entities/team'
import { role } from '../rights'

/** What a CRM speaks: the reference contract, or Frappe (Frappe CRM, ERPNext). */
export const crmKind = z.enum(['reference', 'frappe'])
export type CrmKind = z.infer<typeof crmKind>

/** As it was typed, with or without a scheme. */
const url = z.string().trim().min(1).max(500)
const frappeKey = z.object({
  url,
  apiKey: z.string().trim().min(1).max(200),
  apiSecret: z.string().trim().min(1).max(200),
})
const signIn = z.union([
  frappeKey.extend({ kind: z.literal('frappe') }),
  z.object({
    kind: z.literal('reference').optional(),
    url,
    email: z.email().max(200),
    password: z.string().min(1).max(200),
  }),
])
export type CrmSignIn = z.infer<typeof signIn>

/** What the CRM and this machine keep in step. */
export const recordKind = z.enum(['contact', 'lead', 'order', 'note', 'task', 'product', 'category'])
export type RecordKind = z.infer<typeof recordKind>

export const crmStatus = z.object({
  state: z.enum(['none', 'signed-in', 'signed-out']),
  kind: crmKind,
  /** Signed out by the CRM, not by the person: their password is asked for. */
  expired: z.boolean(),
  url: z.string().nullable(),
  user: z.object({ id: z.string(), name: z.string(), email: z.string(), role }).nullable(),
  /** What the person here may do (see rights.ts): owner without a CRM; else the CRM's role, also after signing out. */
  role,
  /** Last answer of the CRM: reachable or not, null before the first. */
  reachable: z.boolean().nullable(),
  /** It answers, but with faults of its own or that it is too busy. */
  failing: z.boolean(),
  waiting: z.number().int(),
  refused: z.number().int(),
  lastSyncAt: instant.nullable(),
  /** What this CRM takes changes of; of other kinds it is only read. Everything where there is none. */
  takes: z.array(recordKind),
  /** Being read from the CRM for the first time: how many so far, of kinds that are not read to the end. */
  reading: z.array(
    z.object({
      kind: z.enum(['pipeline', ...recordKind.options]),
      read: z.number().int(),
    }),
  ),
})
export type CrmStatus = z.infer<typeof crmStatus>

export const waitingEntry = z.object({
  id: z.number().int(),
  kind: recordKind,
  /** Of a product whatever its id is at the CRM. */
  recordId: z.string(),
  title: z.string(),
  since: instant,
  attempts: z.number().int(),
  /** `refused` and `conflict` wait for the person; `held` for somebody else who was signed in before, whom the reason names. */
  state: z.enum(['waiting', 'sending', 'refused', 'conflict', 'held']),
  /** What the server said last, or why it could not be reached. */
  reason: z.string().nullable(),
  /** When it was last sent; null before the first time. */
  triedAt: instant.nullable(),
  /** When it is sent next; null where that is not a matter of time. A time gone by: as soon as it can be. */
  nextAt: instant.nullable(),
  /** What must be in the CRM before it, and is not. */
  waitsFor: z.object({ kind: recordKind, title: z.string() }).nullable(),
  /** The person it is about, and their chat used last: where it can be put right. */
  contactId: id.nullable(),
  conversationId: id.nullable(),
  /** Of a conflict: each field changed on both sides, by its name in the CRM's contract. Money is in `currency`. */
  choices: z.array(
    z.object({ field: z.string(), base: z.unknown(), ours: z.unknown(), theirs: z.unknown() }),
  ),
  currency: z.string().nullable(),
})
export type WaitingEntry = z.infer<typeof waitingEntry>

export const crm = {
  status: procedure.output(crmStatus),
  signIn: procedure.input(signIn).output(crmStatus),
  /** What a Frappe site has and what it lacks; nobody is signed in by it. */
  checkFrappe: procedure.input(frappeKey).output(frappeSite),
  signOut: procedure.output(crmStatus),
  /** What is not in the CRM yet, and why: first what waits for the person, each oldest first. */
  waiting: procedure
    .input(z.object({ cursor: z.string().max(100).nullable(), limit: z.number().int().min(1).max(200) }))
    .output(pageOf(waitingEntry)),
  /** The change of a record that waits for the person, else the one that waits; null where none does. */
  entryOf: procedure
    .input(z.object({ kind: recordKind, recordId: z.string().max(200) }))
    .output(waitingEntry.nullable()),
  /** What is held goes out in the name of whoever is signed in: it takes the right `decide-for-others`, as does giving it up. */
  retry: procedure.input(z.object({ entryId: z.number().int() })).output(nothing),
  /** Which of both stands, for each field of a conflict. Where a field is left out: `invalid-input`. */
  choose: procedure
    .input(
      z.object({
        entryId: z.number().int(),
        choices: z.record(z.string().max(60), z.enum(['ours', 'theirs'])),
      }),
    )
    .output(nothing),
  /** Gives up a refused change; the record stays here, marked local. */
  discard: procedure.input(z.object({ entryId: z.number().int() })).output(nothing),
  syncNow: procedure.output(nothing),
  /** Asked of the CRM, each time. `crm-forbidden` for whom it does not tell, `wrong-state` where the CRM has no such thing. */
  team: procedure.output(team),
}

export const leads = {
  stages: procedure.output(z.array(stage)),
  get: procedure.input(z.object({ id })).output(lead),
  ofContact: procedure.input(z.object({ contactId: id })).output(z.array(lead)),
  /** One column of the board, what was changed last first; `invalid-input` for a foreign cursor. */
  ofStage: procedure
    .input(
      z.object({
        stageId: z.string(),
        cursor: z.string().max(200).nullable(),
        limit: z.number().int().min(1).max(100),
      }),
    )
    .output(pageOf(leadCard)),
  /** Of every stage with leads in it, also of those that the CRM no longer has. */
  sums: procedure.output(z.array(stageSum)),
  /** The id is made by the caller, so that a repeated call is one lead. */
  create: procedure.input(leadInput.extend({ id, ...leadDetails.shape })).output(lead),
  update: procedure
    .input(
      z
        .object({ id })
        .extend(leadInput.pick({ title: true, stageId: true, value: true, currency: true }).partial().shape)
        .extend(leadDetails.shape),
    )
    .output(lead),
}

export const orders = {
  get: procedure.input(z.object({ id })).output(order),
  ofContact: procedure.input(z.object({ contactId: id })).output(z.array(order)),
  create: procedure.input(orderInput.extend({ id })).output(order),
  /** Whole lines; the total is recomputed here and checked by the server. */
  update: procedure
    .input(
      orderInput
        .pick({ lines: true, note: true, status: true, terms: true, address: true })
        .partial()
        .extend({ id }),
    )
    .output(order),
  /** The order as a message to its customer. */
  text: procedure.input(z.object({ id, language })).output(z.object({ text: z.string() })),
  /** Words for each status that a customer may be told of: Leadline's own. */
  statusWords: procedure.output(z.record(language, z.record(orderStatus.exclude(['draft']), z.string()))),
  /**
   * Sends the order into a chat as a message and, with `paperId`, as a PDF behind it. The ids are the messages' in the outbox, made by the
   * caller, so that a repeated call sends nothing twice.
   */
  send: procedure
    .input(
      z.object({ id, conversationId: id, language, messageId: id, paperId: id.nullable(), despiteOptOut }),
    )
    .output(z.array(message)),
  /** Who took which step when, oldest first. */
  steps: procedure.input(z.object({ id })).output(z.array(orderStep)),
  /** When it was sent to the customer by hand, oldest first, the latest 20; what did not go is not among them. */
  sendings: procedure.input(z.object({ id })).output(z.array(orderSending)),
  /** The CRM's catalogue, kept offline; accents and case aside. */
  products: procedure
    .input(z.object({ query: z.string().max(200), limit: z.number().int().min(1).max(100) }))
    .output(z.array(product)),
}
