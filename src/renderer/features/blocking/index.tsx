/** Blocking somebody at WhatsApp and letting them write again: in the chat's menu, on the card, and in place of the composer. */
import { Ban } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Conversation } from '../../../contract'
import { client } from '../../client'
import { attempt } from '../../lib/attempt'
import { useMay } from '../../stores/rights'
import { Button, Confirm, toast } from '../../ui'
import type { MenuItem } from '../../ui/menu'
import { focusComposer } from '../composer/focus'

export interface BlockingProps {
  conversation: Conversation
  name: string
}

interface Blocking {
  /** For the chat's menu; nothing for groups, and where the role may not. */
  items: MenuItem[]
  /** Asks before anybody is blocked; to be put where the menu is. */
  dialog: ReactNode
  busy: boolean
  ask: () => void
  unblock: () => Promise<void>
  may: boolean
}

/** What can be done about one chat. */
export function useBlocking({ id: conversationId, kind, isBlocked }: Conversation, name: string): Blocking {
  const { t } = useTranslation()
  const may = useMay('sell') && kind === 'person'
  const [asking, setAsking] = useState(false)
  const [busy, setBusy] = useState(false)
  const set = async (blocked: boolean) => {
    setBusy(true)
    const done = await attempt(() => client.conversations.setBlocked({ conversationId, blocked }))
    setBusy(false)
    if (done) toast(t(blocked ? 'blocking.blocked' : 'blocking.unblocked', { name }))
  }
  const ask = () => setAsking(true)
  const unblock = () => set(false)
  const icon = <Ban className="size-4" />
  return {
    items: !may
      ? []
      : isBlocked
        ? [{ id: 'unblock', label: t('blocking.unblock'), icon, onSelect: () => void unblock() }]
        : [{ id: 'block', label: t('blocking.block'), icon, danger: true, onSelect: ask }],
    dialog: (
      <Confirm
        open={asking}
        onClose={() => setAsking(false)}
        title={t('blocking.title', { name })}
        text={t('blocking.text')}
        action={t('blocking.action')}
        danger
        onConfirm={() => set(true)}
      />
    ),
    ...{ busy, ask, unblock, may },
  }
}

/** On the customer card, among what can be done with the chat. */
export function BlockButton({ conversation, name }: BlockingProps) {
  const { t } = useTranslation()
  const { may, busy, ask, unblock, dialog } = useBlocking(conversation, name)
  if (!may) return null
  const { isBlocked } = conversation
  return (
    <>
      <Button
        variant="ghost"
        className="-ml-3"
        busy={busy}
        icon={<Ban aria-hidden className="size-4" />}
        onClick={() => (isBlocked ? void unblock() : ask())}
      >
        {t(isBlocked ? 'blocking.unblock' : 'blocking.block')}
      </Button>
      {dialog}
    </>
  )
}

/** In place of the composer: why nothing can be written here, and what mends it. */
export function BlockedNotice({ conversation, name }: BlockingProps) {
  const { t } = useTranslation()
  const { may, busy, unblock } = useBlocking(conversation, name)
  const unblockAndWrite = async () => {
    await unblock()
    // The button is gone; what it gave way to is where one goes on.
    requestAnimationFrame(focusComposer)
  }
  return (
    <div
      role="status"
      className="flex flex-wrap items-center gap-3 border-t border-line bg-danger-soft px-4 py-3 text-text-1"
    >
      <Ban aria-hidden className="size-4 shrink-0 text-danger" />
      <p className="min-w-0 grow basis-60">{t('blocking.notice', { name })}</p>
      {may && (
        <Button variant="primary" busy={busy} onClick={() => void unblockAndWrite()}>
          {t('blocking.unblock')}
        </Button>
      )}
    </div>
  )
}
