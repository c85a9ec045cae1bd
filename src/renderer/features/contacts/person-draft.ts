/** The form about a person: what is in its fields, and what they come to as a change. Pure. */
import type { Contact, ContactChange, CustomField } from '../../../contract'

export interface PersonDraft {
  name: string
  /** One a line. */
  aliases: string
  phones: string
  /** The first is the main one. */
  emails: string
  company: string
  address: string
  note: string
  tags: string[]
  fields: CustomField[]
}

const lines = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')

/** @param phone lays a number out for reading. */
export function draftOf(contact: Contact | null, phone: (e164: string) => string): PersonDraft {
  const emails = [contact?.email ?? null, ...(contact?.otherEmails ?? [])].filter((one) => one !== null)
  return {
    name: contact?.name ?? '',
    aliases: (contact?.aliases ?? []).join('\n'),
    phones: (contact?.phones ?? []).map(phone).join('\n'),
    emails: emails.join('\n'),
    company: contact?.company ?? '',
    address: contact?.address ?? '',
    note: contact?.note ?? '',
    tags: contact?.tags ?? [],
    fields: contact?.fields ?? [],
  }
}

/** Whole values, which the app compares with what is there. */
export function changeOf(draft: PersonDraft): ContactChange & { name: string } {
  const [email = null, ...otherEmails] = lines(draft.emails)
  return {
    name: draft.name.trim(),
    aliases: lines(draft.aliases),
    phones: lines(draft.phones),
    email,
    otherEmails,
    company: draft.company.trim() || null,
    address: draft.address.trim() || null,
    note: draft.note.trim() || null,
    tags: draft.tags,
    fields: draft.fields.filter(({ name }) => name.trim() !== ''),
  }
}

export type Fault = 'name' | 'emails' | 'phones'

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/

/** What has to be put right before it can be saved. The app knows more of numbers than this does. */
export function faultsOf(draft: PersonDraft): Fault[] {
  return [
    ...(draft.name.trim() === '' ? ['name' as const] : []),
    ...(lines(draft.emails).every((line) => EMAIL.test(line)) ? [] : ['emails' as const]),
    ...(lines(draft.phones).every((line) => (line.match(/\p{Nd}/gu)?.length ?? 0) >= 5)
      ? []
      : ['phones' as const]),
  ]
}
