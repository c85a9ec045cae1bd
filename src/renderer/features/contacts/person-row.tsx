/** One person in the list: 56 px, a row whose whole width opens them. */
import { BellOff } from 'lucide-react'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import type { ContactRow } from '../../../contract'
import { cx } from '../../lib/cx'
import { useFormat } from '../../lib/format'
import { Avatar, Badge } from '../../ui'

export interface PersonRowProps {
  person: ContactRow
  selected: boolean
  onOpen: (person: ContactRow) => void
}

export const PersonRow = memo(function PersonRow({ person, selected, onOpen }: PersonRowProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const facts = [person.company, person.phone === null ? null : format.phone(person.phone)]
  const line = facts.filter((fact) => fact !== null).join(' · ')
  return (
    <button
      type="button"
      data-person={person.id}
      aria-current={selected ? 'true' : undefined}
      onClick={() => onOpen(person)}
      className={cx(
        'focus-inset relative flex h-14 w-full items-center gap-3 px-4 text-left transition-colors duration-[120ms]',
        selected ? 'bg-surface-3' : 'hover:bg-surface-2',
      )}
    >
      {selected && <span aria-hidden className="absolute inset-y-0 left-0 w-1 bg-accent" />}
      <Avatar id={person.id} name={person.name} size="sm" />
      <span className="flex min-w-0 grow flex-col">
        <span className="flex items-center gap-2">
          <span dir="auto" className="min-w-0 grow truncate text-start font-medium">
            {person.name}
          </span>
          {person.consent === 'out' && (
            <BellOff
              role="img"
              aria-label={t('people.consent.out')}
              className="size-3.5 shrink-0 text-warning"
            />
          )}
        </span>
        {(line !== '' || person.tags.length > 0) && (
          <span className="flex h-5 items-center gap-1.5 text-small text-text-3">
            <span dir="auto" className="numeric min-w-0 grow truncate text-start">
              {line}
            </span>
            {person.tags.slice(0, 2).map((tag) => (
              <Badge key={tag}>{tag}</Badge>
            ))}
          </span>
        )}
      </span>
    </button>
  )
})
