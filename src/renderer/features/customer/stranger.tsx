/** A chat without a customer behind it: who writes, what is kept of it, and "Add contact". */
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Conversation } from '../../../contract'
import { client } from '../../client'
import { attempt } from '../../lib/attempt'
import { useFormat } from '../../lib/format'
import { wishReply } from '../../stores/navigation'
import { Avatar, Banner, Button, Input, toast } from '../../ui'
import { useCalled } from './called'
import { nameToBegin } from './rules'

export function Stranger({ conversation, live }: { conversation: Conversation; live: boolean }) {
  const { t } = useTranslation()
  const format = useFormat()
  const called = useCalled()(conversation)
  const [name, setName] = useState(nameToBegin(conversation.name))
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const add = async () => {
    setTried(true)
    if (busy || name.trim() === '') return
    setBusy(true)
    const contact = await attempt(() =>
      client.conversations.addContact({ conversationId: conversation.id, name: name.trim() }),
    )
    setBusy(false)
    if (!contact) return
    toast(t('customer.added', { name: contact.name }), { chat: conversation.id })
    wishReply(conversation.id)
  }
  return (
    <section aria-label={t('customer.identity')} className="flex flex-col gap-4">
      <div className="flex flex-col items-center gap-1 text-center">
        <Avatar id={conversation.id} name={conversation.name} size="lg" />
        <p dir="auto" className="mt-2 max-w-full text-title font-semibold break-words">
          {called.text}
        </p>
        {!called.isNumber && (
          <p className="numeric text-small text-text-2">
            {conversation.phone === null ? t('customer.noPhone') : format.phone(conversation.phone)}
          </p>
        )}
      </div>
      <Banner tone={live ? 'warning' : 'info'} rounded>
        {t(live ? 'customer.liveText' : 'customer.strangerText')}
      </Banner>
      <form
        noValidate
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          void add()
        }}
      >
        <Input
          label={t('customer.name')}
          error={tried && name.trim() === '' ? t('customer.nameError') : null}
          maxLength={200}
          dir="auto"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Button type="submit" variant="primary" busy={busy}>
          {t('customer.add')}
        </Button>
      </form>
    </section>
  )
}
