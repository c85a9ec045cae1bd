/** What is known of a person besides name and numbers: tags, consent, company, addresses, fields, note. */
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Contact } from '../../../contract'
import { client } from '../../client'
import { attempt } from '../../lib/attempt'
import { useMay } from '../../stores/rights'
import { ConsentLine } from './consent'
import { Tags } from './tags'

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="flex min-w-0 flex-col">
      <dt dir="auto" className="text-start text-meta text-text-3">
        {label}
      </dt>
      <dd dir="auto" className="min-w-0 text-start text-small break-words whitespace-pre-line text-text-1">
        {children}
      </dd>
    </div>
  )
}

export function Facts({ contact }: { contact: Contact }) {
  const { t } = useTranslation()
  const maySell = useMay('sell')
  const { company, address, aliases, otherEmails, fields, note } = contact
  const setTags = (tags: string[]) =>
    void attempt(() => client.contacts.update({ contactId: contact.id, change: { tags } }))
  const facts = [
    { label: t('people.company'), text: company },
    { label: t('people.aliases'), text: aliases.join(', ') },
    { label: t('people.otherEmails'), text: otherEmails.join('\n') },
    { label: t('people.address'), text: address },
    ...fields.map(({ name, value }) => ({ label: name, text: value })),
    { label: t('people.note'), text: note },
  ]
  const shown = facts.filter(({ text }) => text !== null && text !== '')
  return (
    <div className="flex min-w-0 flex-col gap-3">
      <Tags tags={contact.tags} onChange={maySell ? setTags : undefined} />
      <ConsentLine contact={contact} />
      {shown.length > 0 && (
        <dl className="flex flex-col gap-2">
          {shown.map(({ label, text }, index) => (
            <Fact key={index} label={label}>
              {text}
            </Fact>
          ))}
        </dl>
      )}
    </div>
  )
}
