/** "Why isn't this synced?": every change that is not in the CRM yet, with the reason, what was tried, and what can be done. */
import {
  ArrowUpFromLine,
  CircleCheck,
  Clock,
  GitCompareArrows,
  TriangleAlert,
  UserRound,
  type LucideIcon,
} from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { WaitingEntry } from '../../../contract'
import { client } from '../../client'
import { attempt, problemText } from '../../lib/attempt'
import { cx } from '../../lib/cx'
import { useFormat } from '../../lib/format'
import { useMay } from '../../stores/rights'
import { openConversation, openPerson } from '../../stores/navigation'
import { Badge, Banner, Button, Confirm, EmptyState, INK, Skeleton, type Tone } from '../../ui'
import { ConflictDialog } from './conflict-dialog'
import { useEntries } from './entries'
import { useReason } from './reason'
import { useNeedsSignIn } from './sign-in-hint'

const LOOKS: Record<WaitingEntry['state'], { tone: Tone; glyph: LucideIcon }> = {
  waiting: { tone: 'info', glyph: Clock },
  sending: { tone: 'info', glyph: ArrowUpFromLine },
  refused: { tone: 'danger', glyph: TriangleAlert },
  conflict: { tone: 'warning', glyph: GitCompareArrows },
  held: { tone: 'warning', glyph: UserRound },
}

/** What it waits for, in a sentence; null where the reason says it all. */
function useWait(entry: WaitingEntry, now: number): string | null {
  const { t } = useTranslation()
  const format = useFormat()
  const signIn = useNeedsSignIn()
  if (entry.state === 'held') return t('crm.wait.held')
  if (entry.state === 'conflict') return t('crm.wait.conflict')
  if (entry.state !== 'waiting') return null
  if (signIn) return t('crm.wait.signIn')
  if (entry.waitsFor)
    return t('crm.wait.other', {
      kind: t(`crm.kind.${entry.waitsFor.kind}`),
      title: entry.waitsFor.title,
    })
  if (entry.nextAt !== null && entry.nextAt - now > 60_000)
    return t('crm.wait.next', { when: format.relative(entry.nextAt) })
  return t(entry.nextAt !== null && entry.nextAt > now ? 'crm.wait.moment' : 'crm.wait.soon')
}

interface EntryProps {
  entry: WaitingEntry
  now: number
  onDone: () => void
  onDiscard: () => void
  onChoose: () => void
}

function Entry({ entry, now, onDone, onDiscard, onChoose }: EntryProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const [busy, setBusy] = useState(false)
  const wait = useWait(entry, now)
  const reasonOf = useReason()
  const { glyph: Glyph, tone } = LOOKS[entry.state]
  const { title, conversationId, contactId } = entry
  /** Where it can be put right: in their chat, else on their page. */
  const open =
    conversationId !== null
      ? () => openConversation(conversationId)
      : contactId !== null
        ? () => openPerson(contactId)
        : null
  const retry = async () => {
    setBusy(true)
    await attempt(() => client.crm.retry({ entryId: entry.id }))
    setBusy(false)
    onDone()
  }
  const isHeld = entry.state === 'held'
  const mayDecide = useMay('decide-for-others') || !isHeld
  const needsPerson = entry.state !== 'waiting' && entry.state !== 'sending' && mayDecide
  return (
    <li className="flex flex-wrap items-start gap-x-3 gap-y-2 px-4 py-3">
      <Glyph aria-hidden className={cx('mt-0.5 size-4 shrink-0', INK[tone])} />
      <div className="min-w-0 grow basis-56">
        <p className="flex flex-wrap items-center gap-2">
          <span dir="auto" className="min-w-0 truncate font-medium">
            {t(`crm.kind.${entry.kind}`)}: {title}
          </span>
          <Badge tone={tone}>{t(`crm.entry.${entry.state}`)}</Badge>
        </p>
        {entry.reason !== null && entry.state !== 'conflict' && (
          <p dir="auto" className="mt-0.5 text-small break-words text-text-1">
            {reasonOf(entry.reason, true)}
          </p>
        )}
        {wait !== null && (
          <p dir="auto" className="mt-0.5 text-small break-words text-text-2">
            {wait}
          </p>
        )}
        <p className="mt-0.5 text-meta text-text-3">
          <span title={format.exact(entry.since)}>
            {t('crm.since', { when: format.relative(entry.since) })}
          </span>
          {entry.attempts > 0 &&
            ` · ${t('crm.tries', { count: entry.attempts, n: format.number(entry.attempts) })}`}
          {entry.triedAt !== null && (
            <span title={format.exact(entry.triedAt)}>
              {` · ${t('crm.tried', { when: format.relative(entry.triedAt) })}`}
            </span>
          )}
        </p>
      </div>
      <div className="flex flex-wrap gap-2">
        {entry.state === 'conflict' ? (
          <Button size="sm" variant="primary" aria-label={t('crm.chooseNamed', { title })} onClick={onChoose}>
            {t('crm.choose')}
          </Button>
        ) : (
          mayDecide && (
            <Button
              size="sm"
              busy={busy}
              aria-label={t(isHeld ? 'crm.sendAsMineNamed' : 'crm.retryNamed', { title })}
              onClick={() => void retry()}
            >
              {t(isHeld ? 'crm.sendAsMine' : 'crm.retry')}
            </Button>
          )
        )}
        {entry.state === 'refused' && open !== null && (
          <Button size="sm" aria-label={t('crm.fixNamed', { title })} onClick={open}>
            {t('crm.fix')}
          </Button>
        )}
        {needsPerson && (
          <Button size="sm" variant="ghost" aria-label={t('crm.discardNamed', { title })} onClick={onDiscard}>
            {t('crm.discard')}
          </Button>
        )}
      </div>
    </li>
  )
}

export function WaitingList() {
  const { t } = useTranslation()
  const { entries, next, at, problem, again, more } = useEntries()
  const [asking, setAsking] = useState<WaitingEntry | null>(null)
  const [choosing, setChoosing] = useState<WaitingEntry | null>(null)
  if (problem && entries === null)
    return (
      <Banner tone="danger" rounded action={<Button onClick={again}>{t('common.retry')}</Button>}>
        {problemText(problem)}
      </Banner>
    )
  if (entries === null) return <Skeleton className="h-24" />
  return (
    <>
      {entries.length === 0 ? (
        <EmptyState
          icon={<CircleCheck className="size-6" />}
          title={t('crm.allSynced')}
          text={t('crm.allSyncedText')}
        />
      ) : (
        <ul
          aria-label={t('crm.waitingTitle')}
          className="divide-y divide-line rounded-card border border-line"
        >
          {entries.map((entry) => (
            <Entry
              key={entry.id}
              entry={entry}
              now={at}
              onDone={again}
              onDiscard={() => setAsking(entry)}
              onChoose={() => setChoosing(entry)}
            />
          ))}
        </ul>
      )}
      {next !== null && (
        <Button className="self-center" onClick={more}>
          {t('crm.more')}
        </Button>
      )}
      <ConflictDialog
        entry={choosing}
        onClose={() => {
          setChoosing(null)
          again()
        }}
      />
      <Confirm
        open={asking !== null}
        onClose={() => setAsking(null)}
        title={t('crm.discardTitle', { title: asking?.title ?? '' })}
        text={t('crm.discardText')}
        action={t('crm.discard')}
        danger
        onConfirm={async () => {
          if (asking) await attempt(() => client.crm.discard({ entryId: asking.id }))
          again()
        }}
      />
    </>
  )
}
