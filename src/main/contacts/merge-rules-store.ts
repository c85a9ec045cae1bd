/** What of two people who are one stands, and why two may be one. Pure functions of the database thread. */
import {
  MERGE_FIELDS,
  type Contact,
  type ContactChange,
  type MergeChoices,
  type MergeField,
  type Sameness,
} from '../../contract'
import { fold } from '../catalog/fold'
import { same } from '../crm/fields'

/** A contact's id, or `both`. */
type Choice = NonNullable<MergeChoices[MergeField]>

/** Of one field, whose value stands where nobody chooses. */
function choiceOf(field: MergeField, stays: Contact, goes: Contact, isNameTheirs: boolean): Choice {
  switch (field) {
    case 'name':
      return isNameTheirs ? goes.id : stays.id
    case 'note':
      if (stays.note !== null && goes.note !== null && stays.note !== goes.note) return 'both'
      return stays.note === null ? goes.id : stays.id
    case 'consent': {
      // Who wants no messages wants none under either name; else what was said last.
      const [a, b] = [stays.consent, goes.consent]
      if (a.state === 'out' || b.state === 'out') return a.state === 'out' ? stays.id : goes.id
      return (b.at ?? 0) > (a.at ?? 0) ? goes.id : stays.id
    }
    case 'email':
    case 'company':
    case 'address':
      return stays[field] === null ? goes.id : stays.id
  }
}

/** @param isNameTheirs whether only the name of the one that goes was typed by somebody. */
export function choicesFor(stays: Contact, goes: Contact, isNameTheirs: boolean): Record<MergeField, Choice> {
  const of = (field: MergeField) => choiceOf(field, stays, goes, isNameTheirs)
  return Object.fromEntries(MERGE_FIELDS.map((field) => [field, of(field)])) as Record<MergeField, Choice>
}

const both = (a: string | null, b: string | null): string | null =>
  [a, b].filter((text) => text !== null && text !== '').join('\n') || null

/** What the CRM's contract takes of a note. */
const LONGEST_NOTE = 5000

export interface Merged {
  /** Everything but numbers and consent, which follow the person by themselves. */
  change: Required<Omit<ContactChange, 'phones'>>
  consentOf: Contact
}

/**
 * One person's values out of two people's. No identity is lost: the name and the e-mail address that don't stand become other ones.
 * @param choices for every field; `both` counts for notes alone and is the one that stays elsewhere.
 */
export function mergedOf(stays: Contact, goes: Contact, choices: MergeChoices): Merged {
  const pick = (field: MergeField): Contact => (choices[field] === goes.id ? goes : stays)
  const other = (chosen: Contact): Contact => (chosen === stays ? goes : stays)
  const name = pick('name')
  const email = pick('email')
  const emails = [other(email).email, ...stays.otherEmails, ...goes.otherEmails]
  const note = choices.note === 'both' ? both(stays.note, goes.note) : pick('note').note
  const fields = [
    ...stays.fields,
    ...goes.fields.filter((one) => !stays.fields.some((known) => same(known, one))),
  ]
  return {
    change: {
      name: name.name,
      aliases: [...stays.aliases, ...goes.aliases, other(name).name],
      email: email.email,
      otherEmails: emails.filter((one) => one !== null),
      company: pick('company').company,
      address: pick('address').address,
      tags: [...stays.tags, ...goes.tags],
      note: note?.slice(0, LONGEST_NOTE) ?? null,
      fields,
    },
    consentOf: pick('consent'),
  }
}

/** A person as they are compared. `twins`: their numbers, each in the one form that all its forms have. */
export interface Compared {
  name: string
  company: string | null
  emails: readonly string[]
  twins: readonly string[]
}

const share = (a: readonly string[], b: readonly string[]): boolean => a.some((one) => b.includes(one))

/** Why two may be one; nothing where they needn't be. A name alone is not enough: many are called alike. */
export function samenessOf(a: Compared, b: Compared): Sameness[] {
  const isCompanyShared = a.company !== null && b.company !== null && fold(a.company) === fold(b.company)
  const isEitherWithoutNumber = a.twins.length === 0 || b.twins.length === 0
  const isNameShared = fold(a.name) === fold(b.name) && /\p{L}/u.test(a.name)
  return [
    ...(share(a.twins, b.twins) ? ['phone' as const] : []),
    ...(share(a.emails, b.emails) ? ['email' as const] : []),
    ...(isNameShared && (isCompanyShared || isEitherWithoutNumber) ? ['name' as const] : []),
  ]
}
