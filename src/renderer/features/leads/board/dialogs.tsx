/** What is asked over the board: a new or changed lead. */
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ContactRow, Stage } from '../../../../contract'
import { client } from '../../../client'
import { attempt } from '../../../lib/attempt'
import { useFormat } from '../../../lib/format'
import { Dialog, Input } from '../../../ui'
import { useKnown } from '../../contacts'
import { LeadForm } from '../lead-form'
import { stopEditing, useEditing } from './editing'

interface Person {
  id: string
  name: string
  conversationId: string | null
}

/** Who a new lead is about. */
function ChoosePerson({ onChoose }: { onChoose: (person: Person) => void }) {
  const { t } = useTranslation()
  const format = useFormat()
  const [query, setQuery] = useState('')
  const people = useKnown(query, 6)
  const choose = async ({ id, name }: ContactRow) => {
    const chats = await attempt(() => client.contacts.chats({ contactId: id }))
    if (chats !== null) onChoose({ id, name, conversationId: chats[0]?.id ?? null })
  }
  return (
    <div className="flex flex-col gap-2">
      <Input
        label={t('leads.person')}
        hint={t('leads.personHint')}
        autoComplete="off"
        dir="auto"
        value={query}
        onChange={(event) => setQuery(event.currentTarget.value)}
      />
      {people.length > 0 && (
        <ul aria-label={t('people.list')} className="flex flex-col rounded-control border border-line">
          {people.map((person) => (
            <li key={person.id}>
              <button
                type="button"
                onClick={() => void choose(person)}
                className="focus-inset flex w-full min-w-0 items-center gap-2 px-2.5 py-1.5 text-left hover:bg-surface-2"
              >
                <span dir="auto" className="min-w-0 grow truncate text-start">
                  {person.name}
                </span>
                {person.phone !== null && (
                  <span className="numeric shrink-0 text-small text-text-3">
                    {format.phone(person.phone)}
                  </span>
                )}
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

function NewLead({ stages }: { stages: readonly Stage[] }) {
  const [person, setPerson] = useState<Person | null>(null)
  if (person === null) return <ChoosePerson onChoose={setPerson} />
  return (
    <div className="-mx-4 flex flex-col gap-3">
      <p dir="auto" className="px-4 font-medium">
        {person.name}
      </p>
      <LeadForm
        contactId={person.id}
        conversationId={person.conversationId}
        lead={null}
        stages={stages}
        onDone={stopEditing}
        onCancel={stopEditing}
      />
    </div>
  )
}

export function LeadDialog({ stages }: { stages: readonly Stage[] }) {
  const { t } = useTranslation()
  const { editing } = useEditing()
  return (
    <Dialog
      open={editing !== null}
      onClose={stopEditing}
      title={t(editing === 'new' ? 'leads.new' : 'leads.edit')}
    >
      {editing === 'new' ? (
        <NewLead stages={stages} />
      ) : (
        editing !== null && (
          <div className="-mx-4">
            <LeadForm
              contactId={editing.contactId}
              conversationId={editing.conversationId}
              lead={editing}
              stages={stages}
              onDone={stopEditing}
              onCancel={stopEditing}
            />
          </div>
        )
      )}
    </Dialog>
  )
}
