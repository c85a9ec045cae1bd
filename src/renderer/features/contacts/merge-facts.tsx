/** A person in a few lines, for laying two beside each other and showing what comes of them. */
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Belongings, Contact } from '../../../contract'
import { cx } from '../../lib/cx'
import { useFormat } from '../../lib/format'
import { Badge } from '../../ui'

/** Lines with nothing to say are left out. */
function useLines(contact: Contact): { label: string; value: string }[] {
  const { t } = useTranslation()
  const format = useFormat()
  const { phones, email, otherEmails, aliases, company, address, tags, note, fields } = contact
  const emails = [email, ...otherEmails].filter((one) => one !== null)
  const all = [
    [t('people.phones'), phones.map(format.phone).join(', ')],
    [t('people.emails'), emails.join(', ')],
    [t('people.aliases'), aliases.join(', ')],
    [t('people.company'), company],
    [t('people.address'), address],
    [t('people.tags'), tags.join(', ')],
    [t('people.note'), note],
    ...fields.map(({ name, value }) => [name, value] as const),
  ] as const
  return all.flatMap(([label, value]) => (value === null || value === '' ? [] : [{ label, value }]))
}

export interface PersonFactsProps {
  /** What this one is in the merge. */
  heading: string
  contact: Contact
  has: Belongings
  /** What comes out stands out. */
  strong?: boolean
  children?: ReactNode
}

export function PersonFacts({ heading, contact, has, strong = false, children }: PersonFactsProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const lines = useLines(contact)
  const counted = (['chats', 'leads', 'orders', 'notes'] as const)
    .filter((what) => has[what] > 0)
    .map((what) => t(`people.merge.moves.${what}`, { count: has[what], n: format.number(has[what]) }))
  return (
    <section
      aria-label={`${heading}: ${contact.name}`}
      className={cx(
        'flex min-w-0 flex-col gap-2 rounded-card border p-3',
        strong ? 'border-accent bg-accent-soft' : 'border-line',
      )}
    >
      <p className="text-meta font-semibold text-text-3">{heading}</p>
      <p dir="auto" className="font-medium break-words">
        {contact.name}
      </p>
      <dl className="flex flex-col gap-1 text-small">
        {lines.map(({ label, value }) => (
          <div key={label} className="grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)] gap-2">
            <dt className="text-text-3">{label}</dt>
            <dd dir="auto" className="numeric line-clamp-3 break-words whitespace-pre-line">
              {value}
            </dd>
          </div>
        ))}
      </dl>
      <p className="flex flex-wrap items-center gap-2 text-small text-text-2">
        <Badge tone={CONSENT_TONE[contact.consent.state]}>
          {t(`people.consent.${contact.consent.state}`)}
        </Badge>
        <span className="numeric">
          {counted.length === 0 ? t('people.merge.nothingWith') : format.list(counted)}
        </span>
      </p>
      {children}
    </section>
  )
}

const CONSENT_TONE = { in: 'success', out: 'warning', unknown: 'neutral' } as const
