/** Where one record stands between this machine and the CRM, in words; refused ones with the reason and what can be done. */
import {
  CircleCheck,
  CircleDashed,
  CircleSlash,
  Clock,
  GitCompareArrows,
  LogIn,
  TriangleAlert,
  type LucideIcon,
} from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SyncState, WaitingEntry } from '../../../contract'
import { client } from '../../client'
import { attempt } from '../../lib/attempt'
import { cx } from '../../lib/cx'
import { Button, Confirm } from '../../ui'
import { ConflictDialog } from './conflict-dialog'
import { discardRecord, retryRecord, type RecordKind } from './entries'
import { useReason } from './reason'
import { openSignIn } from './sign-in-dialog'
import { useNeedsSignIn } from './sign-in-hint'
import { syncWord } from './status'

const LOOKS: Record<ReturnType<typeof syncWord>, { glyph: LucideIcon; ink: string }> = {
  local: { glyph: CircleDashed, ink: 'text-text-3' },
  later: { glyph: CircleDashed, ink: 'text-text-3' },
  signIn: { glyph: LogIn, ink: 'text-warning' },
  waiting: { glyph: Clock, ink: 'text-info' },
  synced: { glyph: CircleCheck, ink: 'text-success' },
  refused: { glyph: TriangleAlert, ink: 'text-danger' },
  unread: { glyph: TriangleAlert, ink: 'text-warning' },
  conflict: { glyph: GitCompareArrows, ink: 'text-warning' },
  gone: { glyph: CircleSlash, ink: 'text-text-3' },
}

export interface SyncLineProps {
  kind: RecordKind
  recordId: string
  /** As the person knows it: named in the question before it is given up. */
  title: string
  sync: SyncState
}

export function SyncLine({ kind, recordId, title, sync }: SyncLineProps) {
  const { t } = useTranslation()
  const [asking, setAsking] = useState(false)
  const [choosing, setChoosing] = useState<WaitingEntry | null>(null)
  const [busy, setBusy] = useState(false)
  const word = syncWord(sync.state, kind, useNeedsSignIn(), sync.reason)
  const { glyph: Glyph, ink } = LOOKS[word]
  const reasonOf = useReason()
  const retry = async () => {
    setBusy(true)
    await retryRecord(kind, recordId)
    setBusy(false)
  }
  const choose = async () => {
    setBusy(true)
    setChoosing(await attempt(() => client.crm.entryOf({ kind, recordId })))
    setBusy(false)
  }
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      <p className="flex items-start gap-1.5 text-meta text-text-2">
        <Glyph aria-hidden className={cx('mt-px size-3.5 shrink-0', ink)} />
        <span className="min-w-0 break-words">
          <span className={cx(sync.state === 'refused' && 'font-medium text-danger')}>
            {t(`crm.sync.${word}`)}
          </span>
          {sync.reason !== null && sync.state !== 'synced' && sync.state !== 'conflict' && (
            <span dir="auto"> {reasonOf(sync.reason)}</span>
          )}
        </span>
      </p>
      {word === 'signIn' && (
        <Button size="sm" className="self-start" onClick={openSignIn}>
          {t('crm.signIn')}
        </Button>
      )}
      {sync.state === 'conflict' && (
        <Button size="sm" className="self-start" busy={busy} onClick={() => void choose()}>
          {t('crm.choose')}
        </Button>
      )}
      {sync.state === 'refused' && (
        <div className="flex flex-wrap gap-2">
          <Button size="sm" busy={busy} onClick={() => void retry()}>
            {t('crm.retry')}
          </Button>
          <Button size="sm" variant="ghost" onClick={() => setAsking(true)}>
            {t('crm.discard')}
          </Button>
        </div>
      )}
      <ConflictDialog entry={choosing} onClose={() => setChoosing(null)} />
      <Confirm
        open={asking}
        onClose={() => setAsking(false)}
        title={t('crm.discardTitle', { title })}
        text={t('crm.discardText')}
        action={t('crm.discard')}
        danger
        onConfirm={() => discardRecord(kind, recordId)}
      />
    </div>
  )
}
