/** Who the customer is: name, numbers, since when, and what is special about them. */
import { Pencil } from 'lucide-react'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Contact } from '../../../contract'
import { client } from '../../client'
import { attempt } from '../../lib/attempt'
import { useFocusBack } from '../../lib/focus-back'
import { useFormat } from '../../lib/format'
import { Avatar, Badge, Button, IconButton, Input } from '../../ui'

interface RenameProps {
  contact: Contact
  onRenamed: (contact: Contact) => void
  onClose: () => void
}

function Rename({ contact, onRenamed, onClose }: RenameProps) {
  const { t } = useTranslation()
  const [name, setName] = useState(contact.name)
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const save = async () => {
    setTried(true)
    if (busy || name.trim() === '') return
    setBusy(true)
    const after = await attempt(() => client.contacts.rename({ contactId: contact.id, name: name.trim() }))
    setBusy(false)
    if (!after) return
    onRenamed(after)
    onClose()
  }
  return (
    <form
      noValidate
      className="mt-2 flex w-full flex-col gap-2 text-left"
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.stopPropagation()
        onClose()
      }}
    >
      <Input
        autoFocus
        label={t('customer.name')}
        error={tried && name.trim() === '' ? t('customer.nameError') : null}
        maxLength={200}
        dir="auto"
        value={name}
        onFocus={(event) => event.currentTarget.select()}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <div className="flex justify-end gap-2">
        <Button size="sm" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button size="sm" type="submit" variant="primary" busy={busy}>
          {t('common.save')}
        </Button>
      </div>
    </form>
  )
}

export interface IdentityProps {
  contact: Contact
  onRenamed: (contact: Contact) => void
}

export function Identity({ contact, onRenamed }: IdentityProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const [renaming, setRenaming] = useState(false)
  const pencil = useRef<HTMLButtonElement>(null)
  useFocusBack(renaming, pencil)
  return (
    <section aria-label={t('customer.identity')} className="flex flex-col items-center gap-1 text-center">
      <Avatar id={contact.id} name={contact.name} size="lg" />
      {renaming ? (
        <Rename contact={contact} onRenamed={onRenamed} onClose={() => setRenaming(false)} />
      ) : (
        <div className="mt-2 flex max-w-full items-start gap-1 pl-8">
          <p dir="auto" className="min-w-0 text-title font-semibold break-words">
            {contact.name}
          </p>
          <IconButton
            ref={pencil}
            size="sm"
            label={t('customer.rename')}
            icon={<Pencil aria-hidden className="size-3.5" />}
            onClick={() => setRenaming(true)}
          />
        </div>
      )}
      {contact.phones.map((phone) => (
        <p key={phone} className="numeric text-small text-text-2">
          {format.phone(phone)}
        </p>
      ))}
      {contact.phones.length === 0 && <p className="text-small text-text-2">{t('customer.noPhone')}</p>}
      {contact.email !== null && <p className="text-small break-all text-text-2">{contact.email}</p>}
      <p className="text-meta text-text-3" title={format.exact(contact.knownSince)}>
        {t('customer.knownSince', { date: format.day(contact.knownSince) })}
      </p>
      {(contact.isBusiness || contact.isBlocked) && (
        <p className="mt-1 flex flex-wrap justify-center gap-1">
          {contact.isBusiness && <Badge tone="info">{t('customer.business')}</Badge>}
          {contact.isBlocked && <Badge tone="danger">{t('customer.blocked')}</Badge>}
        </p>
      )}
    </section>
  )
}
