/** The state strip at the list's foot. */
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../lib/format'
import { useEnded } from '../../lib/use-ended'
import { useAccounts } from '../../stores/app'
import { HealthMark } from '../health/health'
import { Glyph } from './glyph'
import { useAccountDialogs } from './help'
import { useProgressText } from './progress'
import { shownView } from './view'

/** Always at the list's foot: one glyph, one word, today's use. */
export function StateStrip() {
  const { t } = useTranslation()
  const format = useFormat()
  const progressText = useProgressText()
  const account = useAccounts((state) => state.accounts?.[0])
  const ended = useEnded()
  if (!account) return null
  const view = shownView(account, ended)
  return (
    <button
      type="button"
      onClick={() => useAccountDialogs.setState({ panel: true })}
      className="focus-inset flex h-10 shrink-0 items-center gap-2 border-t border-line px-4 text-small text-text-2 transition-colors duration-[120ms] hover:bg-surface-2"
    >
      <Glyph view={view} />
      <span className="truncate font-medium text-text-1">{t(`account.word.${view.word}`)}</span>
      {!ended && <HealthMark accountId={account.id} />}
      <span className="numeric ml-auto truncate text-text-3">
        {ended
          ? null
          : account.state === 'syncing' && account.progress
            ? account.progress.total === null
              ? progressText(account.progress)
              : `${format.number(account.progress.done)} / ${format.number(account.progress.total)}`
            : `${format.number(account.today.sent)} / ${format.number(account.today.limit)}`}
      </span>
    </button>
  )
}
