import { z } from 'zod'
import { nothing, procedure } from '../base'
import { id, pageOf } from '../entities/common'
import { accountId } from '../entities/account'
import { addressBookReport, consent, contact, contactChange, contactRow, tagCount } from '../entities/contact'
import { LIMITS } from '../entities/limits'
import { conversation } from '../entities/conversation'
import { duplicate, mergeChoices, mergePreview } from '../entities/merge'
import { personStatistics, timelineEntry } from '../entities/timeline'

const two = z.object({ contactIds: z.tuple([id, id]) })
const which = z.object({ contactId: id })

export const contacts = {
  get: procedure.input(which).output(contact),
  rename: procedure.input(which.extend({ name: contactChange.shape.name.unwrap() })).output(contact),
  /** Somebody new, without a chat. The id is made by the caller, so that a repeated call is one person. */
  create: procedure
    .input(z.object({ id, change: contactChange.extend({ name: contactChange.shape.name.unwrap() }) }))
    .output(contact),
  /** Changes what is given; what the CRM takes of it is told to the CRM where it knows this person. */
  update: procedure.input(which.extend({ change: contactChange })).output(contact),
  /** Whose these numbers are, in any national form; each person once, numbers of nobody left out. */
  havingNumbers: procedure
    .input(z.object({ phones: z.array(z.string().max(40)).max(50) }))
    .output(z.array(contactRow)),
  setConsent: procedure
    .input(
      which.extend({ state: consent.shape.state, how: z.string().trim().max(LIMITS.consentHow).nullable() }),
    )
    .output(contact),
  /**
   * By name. `query` finds parts of names, companies, tags and e-mails, accents and case aside, and numbers in any national form.
   * `chat`: only those with or without one.
   */
  list: procedure
    .input(
      z.object({
        query: z.string().max(200),
        tag: z.string().max(40).nullable(),
        chat: z.enum(['any', 'none']),
        cursor: z.string().max(500).nullable(),
        limit: z.number().int().min(1).max(200),
      }),
    )
    .output(pageOf(contactRow)),
  /** Tags that begin with the text, the most used first. */
  tags: procedure
    .input(z.object({ query: z.string().max(40), limit: z.number().int().min(1).max(200) }))
    .output(z.array(tagCount)),
  /** Their chats, the one that moved last first. */
  chats: procedure.input(which).output(z.array(conversation)),
  statistics: procedure.input(which).output(personStatistics),
  /** Everything there was with them, newest first. */
  timeline: procedure
    .input(which.extend({ cursor: z.string().max(200).nullable(), limit: z.number().int().min(1).max(100) }))
    .output(pageOf(timelineEntry)),
  /** People who may be one: all pairs (so many at most), or those with this person. */
  duplicates: procedure
    .input(z.object({ contactId: id.nullable(), limit: z.number().int().min(1).max(100) }))
    .output(z.array(duplicate)),
  /** Somebody said that these are two: they are not suggested any more. */
  notSame: procedure.input(two).output(nothing),
  /** Both, and what comes of them with these choices; nothing is changed. */
  mergePreview: procedure.input(two.extend({ choices: mergeChoices.optional() })).output(mergePreview),
  /** Makes one of two. What the CRM knows of them is told to it. */
  merge: procedure.input(two.extend({ choices: mergeChoices })).output(z.object({ contact, mergeId: id })),
  /**
   * Takes over the address book of an account's phone: who is new comes as a person, who has only a number for a name gets one. Nobody's
   * name is changed. Events tell how far it is. `not-connected` while the account is not.
   */
  takeAddressBook: procedure.input(z.object({ accountId })).output(addressBookReport),
  /** Everybody as a file, a page at a time, by name: the texts of all pages, one behind the other, are the file. */
  export: procedure
    .input(
      z.object({
        format: z.enum(['csv', 'vcard']),
        cursor: z.string().max(500).nullable(),
        limit: z.number().int().min(1).max(500),
      }),
    )
    .output(
      z.object({
        text: z.string(),
        /** In this page, and in all. */
        people: z.number().int(),
        total: z.number().int(),
        next: z.string().nullable(),
      }),
    ),
  /** Parts them again as they were; what was changed or came since stays with whom it belongs to. */
  undoMerge: procedure.input(z.object({ mergeId: id })).output(z.object({ contact, back: contact })),
}
