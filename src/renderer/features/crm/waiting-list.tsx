/** "Why isn't this synced?": every change that is not in the CRM yet, with the reason and what can be done. */
import { CircleCheck } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { WaitingEntry } from '../../../contract'
import { client } from '../../client'
import { attempt, problemText } from '../../lib/attempt'
import { useFormat } from '../../lib/format'
import { Badge, Banner, Button, Confirm, EmptyState, Skeleton } from '../../ui'
import { useEntries } from './entries'

function Entry({
  entry,
  onDone,
  onDiscard,
}: {
  entry: WaitingEntry
  onDone: () => void
  onDiscard: () => void
}) {
  const { t } = useTranslation()
  const format = useFormat()
  const [busy, setBusy] = useState(false)
  const retry = async () => {
    setBusy(true)
    await attempt(() => client.crm.retry({ entryId: entry.id }))
    setBusy(false)
    onDone()
  }
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-2 px-4 py-3">
      <div className="min-w-0 grow basis-56">
        <p className="flex flex-wrap items-center gap-2">
          <span dir="auto" className="min-w-0 truncate font-medium">
            {t(`crm.kind.${entry.kind}`)}: {entry.title}
          </span>
          <Badge tone={entry.state === 'refused' ? 'danger' : 'info'}>{t(`crm.entry.${entry.state}`)}</Badge>
        </p>
        {entry.reason !== null && (
          <p dir="auto" className="mt-0.5 text-small break-words text-text-1">
            {entry.reason}
          </p>
        )}
        <p className="mt-0.5 text-meta text-text-3">
          <span title={format.exact(entry.since)}>
            {t('crm.since', { when: format.relative(entry.since) })}
          </span>
          {entry.attempts > 0 &&
            ` · ${t('crm.tries', { count: entry.attempts, n: format.number(entry.attempts) })}`}
        </p>
      </div>
      <div className="flex gap-2">
        <Button
          size="sm"
          busy={busy}
          aria-label={t('crm.retryNamed', { title: entry.title })}
          onClick={() => void retry()}
        >
          {t('crm.retry')}
        </Button>
        {entry.state === 'refused' && (
          <Button
            size="sm"
            variant="ghost"
            aria-label={t('crm.discardNamed', { title: entry.title })}
            onClick={onDiscard}
          >
            {t('crm.discard')}
          </Button>
        )}
      </div>
    </li>
  )
}

export function WaitingList() {
  const { t } = useTranslation()
  const { entries, problem, again } = useEntries()
  const [asking, setAsking] = useState<WaitingEntry | null>(null)
  if (problem && entries === null)
    return (
      <Banner tone="danger" rounded action={<Button onClick={again}>{t('common.retry')}</Button>}>
        {problemText(problem)}
      </Banner>
    )
  if (entries === null) return <Skeleton className="h-24" />
  if (entries.length === 0)
    return (
      <EmptyState
        icon={<CircleCheck className="size-6" />}
        title={t('crm.allSynced')}
        text={t('crm.allSyncedText')}
      />
    )
  return (
    <>
      <ul aria-label={t('crm.waitingTitle')} className="divide-y divide-line rounded-card border border-line">
        {entries.map((entry) => (
          <Entry key={entry.id} entry={entry} onDone={again} onDiscard={() => setAsking(entry)} />
        ))}
      </ul>
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
