/** A customer's notes on the card: what was written, when, about which lead or order; written and changed in place. */
import { Pencil } from 'lucide-react'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Note, Subject } from '../../../contract'
import { client } from '../../client'
import { attempt } from '../../lib/attempt'
import { useFocusBack } from '../../lib/focus-back'
import { useFormat } from '../../lib/format'
import { useMay } from '../../stores/rights'
import { Button, CardList, IconButton } from '../../ui'
import { SyncLine } from '../crm'
import { beginNote, setNoteDraft, useNoteDrafts } from './drafts'
import { NoteForm } from './note-form'
import { useNotes } from './use-notes'

/** Said only where something is not as it should be. */
const isTrouble = ({ state }: Note['sync']): boolean => state !== 'synced' && state !== 'local'
/** Of its text, where it has to be named. */
const TITLE = 40

interface NoteItemProps {
  note: Note
  /** The lead or order it hangs on; null for the person. */
  about: string | null
  maySell: boolean
}

function NoteItem({ note, about, maySell }: NoteItemProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const [editing, setEditing] = useState(false)
  const pencil = useRef<HTMLButtonElement>(null)
  const title = note.body.length > TITLE ? `${note.body.slice(0, TITLE)}…` : note.body
  useFocusBack(editing, pencil)
  if (editing)
    return (
      <li>
        <NoteForm
          text={note.body}
          onSave={(body) => attempt(() => client.notes.update({ id: note.id, body }))}
          onClose={() => setEditing(false)}
        />
      </li>
    )
  return (
    <li className="flex flex-col gap-1.5 rounded-card bg-note p-3 text-note-text">
      <div className="flex items-start gap-2">
        <p dir="auto" className="min-w-0 grow text-start text-small break-words whitespace-pre-line">
          {note.body}
        </p>
        {maySell && (
          <IconButton
            ref={pencil}
            size="sm"
            className="-my-1 -mr-1.5"
            label={t('notes.edit', { title })}
            icon={<Pencil aria-hidden className="size-3.5" />}
            onClick={() => setEditing(true)}
          />
        )}
      </div>
      <p className="text-meta break-words">
        <time dateTime={new Date(note.createdAt).toISOString()} title={format.exact(note.createdAt)}>
          {t('tasks.when', { day: format.day(note.createdAt), time: format.time(note.createdAt) })}
        </time>
        {about !== null && <span dir="auto"> · {about}</span>}
      </p>
      {isTrouble(note.sync) && <SyncLine kind="note" recordId={note.id} title={title} sync={note.sync} />}
    </li>
  )
}

export interface NoteListProps {
  contactId: string
  titleOf: (subject: Subject) => string | null
}

export function NoteList({ contactId, titleOf }: NoteListProps) {
  const { t } = useTranslation()
  const maySell = useMay('sell')
  const { notes, hasMore, more } = useNotes(contactId)
  const writing = useNoteDrafts(({ drafts }) => drafts[contactId])
  const adding = useRef<HTMLButtonElement>(null)
  useFocusBack(writing !== undefined, adding)
  if (notes === null) return null
  const items = notes.map((note) => (
    <NoteItem key={note.id} note={note} about={titleOf(note.subject)} maySell={maySell} />
  ))
  if (writing)
    items.unshift(
      <li key="new">
        <NoteForm
          text={writing.body}
          onText={(body) => setNoteDraft(contactId, { ...writing, body })}
          onSave={(body) =>
            attempt(() =>
              client.notes.create({ id: writing.id, subject: { kind: 'contact', id: contactId }, body }),
            )
          }
          onClose={() => setNoteDraft(contactId, null)}
        />
      </li>,
    )
  return (
    <div className="flex flex-col gap-2">
      <CardList
        id="card-notes"
        heading={t('notes.heading')}
        add={t('notes.new')}
        addRef={adding}
        onAdd={maySell ? () => beginNote(contactId) : null}
        none={t('notes.none')}
        items={items}
      />
      {hasMore && (
        <Button size="sm" variant="ghost" className="self-start" onClick={more}>
          {t('notes.more')}
        </Button>
      )}
    </div>
  )
}
