/** Leftovers with their size, removed after a question; closing what nobody uses; and what was cleaned so far. */
import { CircleCheck } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CleanupStatistics, Preferences } from '../../../contract'
import { client } from '../../client'
import { attempt, problemText } from '../../lib/attempt'
import { useFormat } from '../../lib/format'
import { setPreferences } from '../../stores/app'
import { Banner, Button, Confirm, Progress, Select, Skeleton, toast } from '../../ui'
import { Section } from './section'
import { useCleanup } from './use-cleanup'

const MINUTES = [15, 30, 60, 240]

function Cleaned({ totals }: { totals: CleanupStatistics['totals'] }) {
  const { t } = useTranslation()
  const format = useFormat()
  if (totals.length === 0) return null
  return (
    <div>
      <h3 id="settings-cleaned" className="font-semibold">
        {t('settings.cleaned')}
      </h3>
      <ul aria-labelledby="settings-cleaned" className="mt-1 text-small text-text-2">
        {totals.map(({ kind, count, bytes }) => (
          <li key={kind} className="numeric">
            {t(`settings.leftover.${kind}`, { count, number: format.number(count) })}
            {bytes > 0 && ` · ${format.bytes(bytes)}`}
          </li>
        ))}
      </ul>
    </div>
  )
}

function Leftovers({ state }: { state: ReturnType<typeof useCleanup> }) {
  const { t } = useTranslation()
  const format = useFormat()
  const [asking, setAsking] = useState(false)
  const [busy, setBusy] = useState(false)
  const { survey, progress, problem, again } = state
  if (problem && survey === null) {
    const retry = <Button onClick={() => void again()}>{t('common.retry')}</Button>
    return (
      <Banner tone="danger" rounded action={retry}>
        {problemText(problem)}
      </Banner>
    )
  }
  if (survey === null) return <Skeleton className="h-16" />
  const found = survey.findings.filter(({ count }) => count > 0)
  const size = format.bytes(found.reduce((sum, { bytes }) => sum + bytes, 0))
  if (found.length === 0) {
    return (
      <p className="flex items-center gap-2 text-text-2">
        <CircleCheck aria-hidden className="size-4 shrink-0 text-success" />
        {t('settings.noLeftovers')}
      </p>
    )
  }
  const remove = async () => {
    setBusy(true)
    const answer = await attempt(() => client.cleanup.remove({ kinds: found.map(({ kind }) => kind) }))
    if (answer) {
      const bytes = answer.removed.reduce((sum, each) => sum + each.bytes, 0)
      toast(t('settings.removedLeftovers', { size: format.bytes(bytes) }))
    }
    await again()
    setBusy(false)
  }
  return (
    <div className="flex flex-col gap-3 rounded-card border border-line p-4">
      <ul aria-label={t('settings.leftovers')} className="flex flex-col gap-1">
        {found.map(({ kind, count, bytes }) => (
          <li key={kind} className="numeric flex justify-between gap-4">
            <span>{t(`settings.leftover.${kind}`, { count, number: format.number(count) })}</span>
            <span className="shrink-0 text-text-2">{format.bytes(bytes)}</span>
          </li>
        ))}
      </ul>
      {progress && (
        <Progress label={t('settings.removingLeftovers')} done={progress.done} total={progress.total} />
      )}
      <Button className="self-start" busy={busy} onClick={() => setAsking(true)}>
        {t('settings.removeLeftovers', { size })}
      </Button>
      <Confirm
        open={asking}
        onClose={() => setAsking(false)}
        title={t('settings.removeLeftoversTitle', { size })}
        text={t('settings.removeLeftoversText')}
        action={t('settings.removeLeftoversAction')}
        danger
        onConfirm={() => void remove()}
      />
    </div>
  )
}

export function CleanupSettings({ preferences }: { preferences: Preferences }) {
  const { t } = useTranslation()
  const { span } = useFormat()
  const state = useCleanup()
  const { staleAfter } = preferences
  const minutes = [...new Set([...MINUTES, ...(staleAfter === null ? [] : [staleAfter])])].sort(
    (a, b) => a - b,
  )
  return (
    <Section id="cleanup" title={t('settings.cleanup')} text={t('settings.cleanupText')}>
      <Leftovers state={state} />
      <Select
        label={t('settings.staleAfter')}
        hint={t('settings.staleAfterHint')}
        options={[
          ...minutes.map((count) => ({
            value: String(count),
            label: span(count),
          })),
          { value: '', label: t('lock.never') },
        ]}
        value={staleAfter === null ? '' : String(staleAfter)}
        onValue={(value) => void setPreferences({ staleAfter: value === '' ? null : Number(value) })}
      />
      {state.statistics && <Cleaned totals={state.statistics.totals} />}
    </Section>
  )
}
