/** In place of the composer for somebody who is no contact: nothing of this chat is kept until they are added. */
import { UserPlus } from 'lucide-react'
import { useState, type SubmitEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { Conversation } from '../../../contract'
import { client } from '../../client'
import { attempt } from '../../lib/attempt'
import { usePanes } from '../../shell/panes'
import { wishReply } from '../../stores/navigation'
import { Button, Input } from '../../ui'
import { nameToBegin } from '../customer/rules'

export function Stranger({ conversation }: { conversation: Conversation }) {
  const { t } = useTranslation()
  const cardShown = usePanes((panes) => panes.cardShown)
  const [name, setName] = useState(nameToBegin(conversation.name))
  const [busy, setBusy] = useState(false)
  const add = async (event: SubmitEvent) => {
    event.preventDefault()
    setBusy(true)
    const contact = await attempt(() =>
      client.conversations.addContact({ conversationId: conversation.id, name: name.trim() }),
    )
    setBusy(false)
    if (contact) wishReply(conversation.id)
  }
  const frame = 'flex flex-wrap items-end gap-3 border-t border-line bg-warning-soft px-4 py-3 text-text-1'
  // The card has the same form: one is enough.
  if (cardShown) return <p className={frame}>{t('thread.strangerText')}</p>
  return (
    <form onSubmit={(event) => void add(event)} className={frame}>
      <p className="grow basis-60 self-center">{t('thread.strangerText')}</p>
      <div className="flex min-w-0 grow basis-72 items-end gap-3">
        <Input
          label={t('thread.strangerName')}
          value={name}
          maxLength={200}
          required
          onChange={(event) => setName(event.currentTarget.value)}
          className="min-w-0 grow"
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
      </div>
    </form>
  )
}
