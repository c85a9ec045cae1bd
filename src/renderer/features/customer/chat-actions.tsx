/** What can be done with the chat as a whole. What erases asks first, with the chat's name in the question. */
import { Archive, ArchiveRestore, BriefcaseBusiness, UsersRound } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Conversation } from '../../../contract'
import { client } from '../../client'
import { attempt } from '../../lib/attempt'
import { closeConversation } from '../../stores/navigation'
import { Button, Confirm, toast } from '../../ui'
import { BlockButton } from '../blocking'
import { useArchive } from '../inbox/archive'
import { useCalled } from './called'

export function ChatActions({ conversation }: { conversation: Conversation }) {
  const { t } = useTranslation()
  const [asking, setAsking] = useState<'not-work' | 'group-off' | null>(null)
  const { id: conversationId, archived, keeping } = conversation
  const name = useCalled()(conversation).text
  const archive = useArchive()
  const erase = async (what: 'not-work' | 'group-off') => {
    const done = await attempt(async () => {
      if (what === 'not-work') await client.conversations.setNotForWork({ conversationId, notForWork: true })
      else await client.conversations.setGroupKept({ conversationId, kept: false })
      return true
    })
    if (!done) return
    closeConversation()
    toast(t('customer.erased', { name }))
  }
  return (
    <section aria-labelledby="card-chat" className="flex flex-col items-start gap-1">
      <h3 id="card-chat" className="text-small font-semibold text-text-2">
        {t('customer.chat')}
      </h3>
      {keeping === 'kept' && (
        <Button
          variant="ghost"
          className="-ml-3"
          icon={
            archived ? (
              <ArchiveRestore aria-hidden className="size-4" />
            ) : (
              <Archive aria-hidden className="size-4" />
            )
          }
          onClick={() => void archive(conversation, name)}
        >
          {t(archived ? 'customer.unarchive' : 'customer.archive')}
        </Button>
      )}
      {conversation.kind === 'group' && (
        <Button
          variant="ghost"
          className="-ml-3"
          icon={<UsersRound aria-hidden className="size-4" />}
          onClick={() => setAsking('group-off')}
        >
          {t('customer.groupOff')}
        </Button>
      )}
      <BlockButton conversation={conversation} name={name} />
      <Button
        variant="ghost"
        className="-ml-3"
        icon={<BriefcaseBusiness aria-hidden className="size-4" />}
        onClick={() => setAsking('not-work')}
      >
        {t('customer.notWork')}
      </Button>
      <Confirm
        open={asking === 'not-work'}
        onClose={() => setAsking(null)}
        title={t('customer.notWorkTitle', { name })}
        text={t('customer.notWorkText')}
        action={t('customer.notWorkAction')}
        danger
        onConfirm={() => erase('not-work')}
      />
      <Confirm
        open={asking === 'group-off'}
        onClose={() => setAsking(null)}
        title={t('customer.groupOffTitle', { name })}
        text={t('customer.groupOffText')}
        action={t('customer.groupOffAction')}
        danger
        onConfirm={() => erase('group-off')}
      />
    </section>
  )
}
