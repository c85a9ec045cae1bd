/** In place of the composer for somebody who is no contact: nothing of this chat is kept until they are added. */
import { UserPlus } from 'lucide-react'
import { useState, type SubmitEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { Conversation } from '../../../contract'
import { client } from '../../client'
import { attempt } from '../../lib/attempt'
import { Button, Input } from '../../ui'

export function Stranger({ conversation }: { conversation: Conversation }) {
  const { t } = useTranslation()
  const [name, setName] = useState(conversation.name ?? '')
  const [busy, setBusy] = useState(false)
  const add = async (event: SubmitEvent) => {
    event.preventDefault()
    setBusy(true)
    await attempt(() =>
      client.conversations.addContact({ conversationId: conversation.id, name: name.trim() }),
    )
    setBusy(false)
  }
  return (
    <form
      onSubmit={(event) => void add(event)}
      className="flex shrink-0 flex-wrap items-end gap-3 border-t border-line bg-warning-soft px-4 py-3"
    >
      <p className="grow basis-60 self-center text-text-1">{t('thread.strangerText')}</p>
      <Input
        label={t('thread.strangerName')}
        value={name}
        maxLength={200}
        required
        onChange={(event) => setName(event.currentTarget.value)}
        className="grow basis-40"
      />
      <Button
        type="submit"
        variant="primary"
        busy={busy}
        disabled={name.trim() === ''}
        icon={<UserPlus aria-hidden className="size-4" />}
      >
        {t('thread.addContact')}
      </Button>
    </form>
  )
}
