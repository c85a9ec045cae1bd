/** The state strip at the list's foot: always there, one line for however many accounts. */
import { useTranslation } from 'react-i18next'
import type { Account } from '../../../contract'
import { useFormat } from '../../lib/format'
import { useEnded } from '../../lib/use-ended'
import { useAccounts } from '../../stores/app'
import { VisuallyHidden } from '../../ui'
import { HealthMark } from '../health/health'
import { Glyph } from './glyph'
import { openAccounts } from './help'
import { ColourDot, useAccountName } from './name'
import { fullestOf, toldOf, worstFirst } from './order'
import { useProgressText } from './progress'
import { shownView } from './view'

/** Signs beside each other; further accounts are counted. */
const MOST_SIGNS = 5

/** How far one account is, or what it did today. */
function Figures({ account }: { account: Account }) {
  const format = useFormat()
  const progressText = useProgressText()
  const { progress, today } = account
  if (account.state !== 'syncing' || !progress)
    return `${format.number(today.sent)} / ${format.number(today.limit)}`
  if (progress.total === null) return progressText(progress)
  return `${format.number(progress.done)} / ${format.number(progress.total)}`
}

/** All accounts as signs, the worst first; said in words to those who don't see them. */
function Signs({ accounts, ended }: { accounts: readonly Account[]; ended: boolean }) {
  const { t } = useTranslation()
  const format = useFormat()
  const nameOf = useAccountName()
  const views = accounts.map((account) => ({ account, view: shownView(account, ended) }))
  const more = accounts.length - MOST_SIGNS
  return (
    <>
      <span aria-hidden className="flex items-center gap-1">
        {views.slice(0, MOST_SIGNS).map(({ account, view }) => (
          <span key={account.id} className="flex items-center">
            <Glyph view={view} />
            {!ended && <HealthMark accountId={account.id} />}
          </span>
        ))}
        {more > 0 && <span className="numeric">+{format.number(more)}</span>}
      </span>
      <VisuallyHidden>
        {views
          .map(({ account, view }) =>
            t('account.named', { name: nameOf(account), text: t(`account.word.${view.word}`) }),
          )
          .join(', ')}
      </VisuallyHidden>
    </>
  )
}

export function StateStrip() {
  const { t } = useTranslation()
  const nameOf = useAccountName()
  const accounts = useAccounts((state) => state.accounts)
  const ended = useEnded()
  const [worst, ...others] = worstFirst(accounts ?? [], ended)
  if (!worst) return null
  const told = toldOf(worst, others, ended)
  const view = shownView(told, ended)
  const word = t(`account.word.${view.word}`)
  const isOne = others.length === 0
  const fullest = fullestOf(worst, others)
  const isNamed = !isOne && view.trouble
  const named = isNamed ? t('account.named', { name: nameOf(told), text: word }) : word
  return (
    <button
      type="button"
      onClick={() => openAccounts()}
      className="focus-inset flex h-10 shrink-0 items-center gap-2 border-t border-line px-4 text-small text-text-2 transition-colors duration-[120ms] hover:bg-surface-2"
    >
      {isOne && <Glyph view={view} />}
      <span title={named} aria-hidden={!isOne} className="flex min-w-0 items-center gap-1.5">
        <span dir="auto" className="min-w-0 truncate font-medium text-text-1">
          {word}
        </span>
        {isNamed && (
          // Where there is no room for both it is the name that is cut, never the state.
          <span className="flex min-w-2 shrink-[9999] items-center gap-1">
            <ColourDot colour={told.colour} />
            <span dir="auto" className="truncate">
              {nameOf(told)}
            </span>
          </span>
        )}
      </span>
      {isOne && !ended && <HealthMark accountId={worst.id} />}
      <span className="numeric ml-auto flex shrink-0 items-center gap-2 text-text-3">
        {!isOne && <Signs accounts={[worst, ...others]} ended={ended} />}
        {!ended && (
          <span title={isOne ? undefined : nameOf(fullest)} className="flex items-center gap-1.5">
            {!isOne && (
              // Whose figures these are: by its colour, as in the rows above, and in words.
              <>
                <ColourDot colour={fullest.colour} />
                <VisuallyHidden>{nameOf(fullest)}</VisuallyHidden>
              </>
            )}
            <span>
              <Figures account={fullest} />
            </span>
          </span>
        )}
      </span>
    </button>
  )
}
