/** The customer card beside a thread: who it is, what they buy, where it stands with the CRM, and what can be done with the chat. */
import { X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Conversation } from '../../../contract'
import { useFormat } from '../../lib/format'
import { avatarIdOf } from '../../lib/people'
import { useEnded } from '../../lib/use-ended'
import { Avatar, Banner, IconButton } from '../../ui'
import { useCalled } from './called'
import { ChatActions } from './chat-actions'
import { CustomerView } from './customer'
import { standingOf } from './rules'
import { Stranger } from './stranger'

export interface CustomerCardProps {
  conversation: Conversation
  onClose: () => void
}

function Plain({ conversation }: { conversation: Conversation }) {
  const { t } = useTranslation()
  const format = useFormat()
  const called = useCalled()(conversation)
  return (
    <section aria-label={t('customer.identity')} className="flex flex-col items-center gap-1 text-center">
      <Avatar
        id={avatarIdOf(conversation)}
        name={conversation.name}
        group={conversation.kind === 'group'}
        size="lg"
      />
      <p dir="auto" className="mt-2 max-w-full text-title font-semibold break-words">
        {called.text}
      </p>
      {conversation.kind === 'group' && <p className="text-small text-text-2">{t('customer.group')}</p>}
      {conversation.phone !== null && !called.isNumber && (
        <p className="numeric text-small text-text-2">{format.phone(conversation.phone)}</p>
      )}
    </section>
  )
}

function Body({ conversation }: { conversation: Conversation }) {
  const { t } = useTranslation()
  const standing = standingOf(conversation)
  if (standing === 'customer' && conversation.contactId !== null)
    return <CustomerView conversation={conversation} contactId={conversation.contactId} />
  return (
    <div className="flex flex-col gap-6 px-4 pb-6">
      {standing === 'stranger-live' || standing === 'stranger-kept' ? (
        <Stranger conversation={conversation} live={standing === 'stranger-live'} />
      ) : (
        <Plain conversation={conversation} />
      )}
      {standing === 'not-work' ? (
        <Banner tone="neutral" rounded>
          {t('customer.isNotWork')}
        </Banner>
      ) : (
        <ChatActions conversation={conversation} />
      )}
    </div>
  )
}

export function CustomerCard({ conversation, onClose }: CustomerCardProps) {
  const { t } = useTranslation()
  return (
    <>
      <div className="flex h-12 shrink-0 items-center justify-between gap-2 pr-2 pl-4">
        <h2 className="truncate text-body font-semibold text-text-2">{t('customer.heading')}</h2>
        <IconButton
          label={t('customer.hide')}
          icon={<X aria-hidden className="size-4" />}
          onClick={onClose}
        />
      </div>
      {/* What is known stays to be read while Leadline is not running; nothing can be changed. */}
      <fieldset disabled={useEnded()} className="contents">
        <Body conversation={conversation} />
      </fieldset>
    </>
  )
}
