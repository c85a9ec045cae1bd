/** A person's page: who they are, their chats, and everything else known of them. */
import { ArrowLeft, MessageCircle, Pencil, UserRound } from 'lucide-react'
import { useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Contact } from '../../../contract'
import { client } from '../../client'
import { problemText } from '../../lib/attempt'
import { useFormat } from '../../lib/format'
import { useEnded } from '../../lib/use-ended'
import { useNarrow } from '../../lib/use-media'
import { openConversation, openPerson } from '../../stores/navigation'
import { useMay } from '../../stores/rights'
import { Avatar, Badge, Banner, Button, EmptyState, IconButton, Skeleton } from '../../ui'
import { AccountMark } from '../account/name'
import { SyncLine } from '../crm'
import { EraseButton } from '../erasing'
import { MergeWith, Suggestion } from './duplicates'
import { Facts } from './facts'
import { PersonForm } from './person-form'
import { startChat } from './start'
import { Statistics } from './statistics'
import { Timeline } from './timeline'
import { useContact, useReading } from './use-contact'

function Chats({ contact }: { contact: Contact }) {
  const { t } = useTranslation()
  const format = useFormat()
  const read = useCallback(() => client.contacts.chats({ contactId: contact.id }), [contact.id])
  const { value: chats } = useReading(read)
  if (chats === null) return null
  const [phone] = contact.phones
  if (chats.length === 0)
    return phone === undefined ? null : (
      <Button
        variant="primary"
        icon={<MessageCircle aria-hidden className="size-4" />}
        onClick={() => startChat(phone, contact.name)}
      >
        {t('contacts.start')}
      </Button>
    )
  return chats.map((chat) => (
    <Button
      key={chat.id}
      variant={chat === chats[0] ? 'primary' : 'secondary'}
      icon={<MessageCircle aria-hidden className="size-4" />}
      onClick={() => openConversation(chat.id)}
    >
      {chats.length === 1 ? (
        t('people.openChat')
      ) : (
        <span className="inline-flex items-center gap-1.5">
          {chat.phone === null ? t('people.openChat') : format.phone(chat.phone)}
          <AccountMark accountId={chat.accountId} />
        </span>
      )}
    </Button>
  ))
}

function Head({ contact, onEdit }: { contact: Contact; onEdit: () => void }) {
  const { t } = useTranslation()
  const format = useFormat()
  const maySell = useMay('sell')
  return (
    <section aria-label={t('customer.identity')} className="flex flex-wrap items-start gap-4">
      <Avatar id={contact.id} name={contact.name} size="lg" />
      <div className="flex min-w-0 grow basis-60 flex-col gap-0.5">
        <h2 dir="auto" className="min-w-0 text-start text-title font-semibold break-words">
          {contact.name}
        </h2>
        {contact.phones.map((phone) => (
          <p key={phone} className="numeric text-small text-text-2">
            {format.phone(phone)}
          </p>
        ))}
        {contact.phones.length === 0 && contact.lids.length > 0 && (
          <p className="text-small text-text-2">{t('customer.noPhone')}</p>
        )}
        {contact.email !== null && <p className="text-small break-all text-text-2">{contact.email}</p>}
        {(contact.isBusiness || contact.isBlocked) && (
          <p className="mt-1 flex flex-wrap gap-1">
            {contact.isBusiness && <Badge tone="info">{t('customer.business')}</Badge>}
            {contact.isBlocked && <Badge tone="danger">{t('customer.blocked')}</Badge>}
          </p>
        )}
      </div>
      <div className="flex flex-wrap gap-2">
        {maySell && (
          <Button icon={<Pencil aria-hidden className="size-3.5" />} onClick={onEdit}>
            {t('people.edit')}
          </Button>
        )}
        {maySell && <MergeWith contactId={contact.id} />}
        <Chats contact={contact} />
      </div>
    </section>
  )
}

function Page({ contact }: { contact: Contact }) {
  const { t } = useTranslation()
  const [editing, setEditing] = useState(false)
  return (
    <fieldset disabled={useEnded()} className="contents">
      <div className="mx-auto flex w-full max-w-[760px] flex-col gap-6 px-4 py-5">
        <Head contact={contact} onEdit={() => setEditing(true)} />
        <Suggestion contactId={contact.id} />
        <SyncLine kind="contact" recordId={contact.id} title={contact.name} sync={contact.sync} />
        <section aria-label={t('people.details')}>
          <Facts contact={contact} />
        </section>
        <Statistics contact={contact} />
        <Timeline contactId={contact.id} />
        <EraseButton contact={contact} />
      </div>
      <PersonForm open={editing} contact={contact} onClose={() => setEditing(false)} />
    </fieldset>
  )
}

export function PersonPage({ contactId }: { contactId: string | null }) {
  const { t } = useTranslation()
  const narrow = useNarrow()
  const { value: contact, problem, again } = useContact(contactId)
  return (
    <section
      aria-label={t('people.person')}
      className="flex min-h-0 min-w-0 grow flex-col overflow-y-auto border-line bg-surface-1 md:border-l"
    >
      {narrow && (
        <div className="flex h-14 shrink-0 items-center border-b border-line px-2">
          <IconButton
            label={t('common.back')}
            icon={<ArrowLeft aria-hidden className="size-4" />}
            onClick={() => openPerson(null)}
          />
        </div>
      )}
      {contactId === null ? (
        <div className="flex grow items-center justify-center">
          <EmptyState icon={<UserRound className="size-6" />} title={t('people.noneOpen')} />
        </div>
      ) : contact !== null ? (
        <Page key={contact.id} contact={contact} />
      ) : problem ? (
        <div className="p-4">
          <Banner tone="danger" rounded action={<Button onClick={again}>{t('common.retry')}</Button>}>
            {problemText(problem)}
          </Banner>
        </div>
      ) : (
        <div aria-busy className="flex flex-col gap-3 p-5">
          <Skeleton className="size-14 rounded-full" />
          <Skeleton className="h-5 w-40" />
          <Skeleton className="h-24 w-full" />
        </div>
      )}
    </section>
  )
}
