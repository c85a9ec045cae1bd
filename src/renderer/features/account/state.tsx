/** The account's state on the screen: strip, banner, and the panel with reasons. */
import {
  CircleCheck,
  CirclePause,
  CircleSlash,
  Hourglass,
  Link2,
  LoaderCircle,
  Power,
  RefreshCw,
  TriangleAlert,
  Unlink,
  type LucideIcon,
} from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Account } from '../../../contract'
import { client } from '../../client'
import { attempt } from '../../lib/attempt'
import { cx } from '../../lib/cx'
import { useFormat } from '../../lib/format'
import { useEnded } from '../../lib/use-ended'
import { useNow } from '../../lib/use-now'
import { useAccounts } from '../../stores/app'
import { useSystem } from '../../stores/system'
import { Banner, Button, Confirm, Dialog, Progress, toast, type Tone } from '../../ui'
import { giveHelp, useAccountDialogs } from './help'
import { Today } from './today'
import { shownView, type AccountView } from './view'

const GLYPHS: Partial<Record<AccountView['word'], LucideIcon>> = {
  unlinked: Unlink,
  linking: Link2,
  syncing: LoaderCircle,
  connected: CircleCheck,
  reconnecting: RefreshCw,
  unreachable: RefreshCw,
  retrying: RefreshCw,
  stopped: Power,
  paused: CirclePause,
  limited: Hourglass,
  banned: CircleSlash,
  timelock: Hourglass,
}

const INK: Record<Tone, string> = {
  neutral: 'text-text-3',
  accent: 'text-accent-text',
  info: 'text-info',
  success: 'text-success',
  warning: 'text-warning',
  danger: 'text-danger',
}

function Glyph({ view }: { view: AccountView }) {
  const Icon = GLYPHS[view.word] ?? TriangleAlert
  return (
    <Icon
      aria-hidden
      className={cx('size-4 shrink-0', INK[view.tone], view.word === 'syncing' && 'animate-spin')}
    />
  )
}

/** "1,240 of 2,000 messages": how far history is in. */
export function useProgressText() {
  const { t } = useTranslation()
  const format = useFormat()
  return ({ unit, done, total }: NonNullable<Account['progress']>) =>
    total === null
      ? t(`account.progressOpen.${unit}`, { count: done, done: format.number(done) })
      : t(`account.progress.${unit}`, {
          count: total,
          done: format.number(done),
          total: format.number(total),
        })
}

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

export function NextTry({ at }: { at: number }) {
  const { t } = useTranslation()
  const now = useNow(1000)
  return <> {t('account.nextTry', { count: Math.max(0, Math.ceil((at - now) / 1000)) })}</>
}

/** Trouble: one sentence and one button. */
export function AccountBanner() {
  const { t } = useTranslation()
  const account = useAccounts((state) => state.accounts?.[0])
  const ended = useEnded()
  if (!account) return null
  const view = shownView(account, ended)
  if (!view.trouble) return null
  const help = view.help
  return (
    <Banner
      tone={view.tone}
      action={
        help && (
          <Button size="sm" onClick={() => giveHelp(account, help)}>
            {t(`account.help.${help}`)}
          </Button>
        )
      }
    >
      {t(`account.sentence.${view.word}`)}
      {account.nextTryAt !== null && <NextTry at={account.nextTryAt} />}
    </Banner>
  )
}

/** How the account stands, since when, and what can be done: for the panel and the settings. */
export function AccountDetails({ account }: { account: Account }) {
  const { t } = useTranslation()
  const format = useFormat()
  const progressText = useProgressText()
  const [asking, setAsking] = useState(false)
  const hasWindow = useSystem((state) => state.status?.whatsappWindow === true)
  const showWindow = async () => {
    const answer = await attempt(() => client.accounts.showWindow({ accountId: account.id }))
    if (answer?.shown === false) toast(t('account.noWindow'))
  }
  const ended = useEnded()
  const view = shownView(account, ended)
  const help = view.help
  const linked = !ended && account.phone !== null && account.state !== 'unlinked'
  return (
    <div className="flex flex-col gap-4">
      <div className="flex items-start gap-3">
        <span className="mt-0.5">
          <Glyph view={view} />
        </span>
        <div className="min-w-0">
          <p className="font-medium">
            {t(`account.word.${view.word}`)}
            {!ended && (
              <span className="ml-2 font-normal text-text-3" title={format.exact(account.since)}>
                {format.relative(account.since)}
              </span>
            )}
          </p>
          <p className="text-text-2">{t(`account.sentence.${view.word}`)}</p>
        </div>
      </div>
      {!ended && account.progress && (
        <div className="flex flex-col gap-1.5">
          <Progress
            label={t('account.word.syncing')}
            done={account.progress.done}
            total={account.progress.total}
          />
          <p className="numeric text-small text-text-3">{progressText(account.progress)}</p>
        </div>
      )}
      <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-1.5 text-small">
        {account.phone !== null && (
          <>
            <dt className="text-text-3">{t('account.number')}</dt>
            <dd className="numeric">{format.phone(account.phone)}</dd>
          </>
        )}
        <dt className="text-text-3">{t('account.today')}</dt>
        <dd className="numeric">
          <Today today={account.today} />
        </dd>
      </dl>
      <div className="flex flex-wrap gap-2">
        {help && (
          <Button variant="primary" onClick={() => giveHelp(account, help)}>
            {t(`account.help.${help}`)}
          </Button>
        )}
        {linked && !account.paused && (
          <Button
            onClick={() =>
              void attempt(() => client.accounts.setPaused({ accountId: account.id, paused: true }))
            }
          >
            {t('account.pause')}
          </Button>
        )}
        {hasWindow && account.state !== 'stopped' && account.state !== 'unlinked' && (
          <Button onClick={() => void showWindow()}>{t('account.showWindow')}</Button>
        )}
        {linked && <Button onClick={() => setAsking(true)}>{t('account.unlink')}</Button>}
      </div>
      <Confirm
        open={asking}
        onClose={() => setAsking(false)}
        title={t('account.unlinkTitle', {
          number: account.phone === null ? '' : format.phone(account.phone),
        })}
        text={t('account.unlinkText')}
        action={t('account.unlink')}
        danger
        onConfirm={async () => {
          await attempt(() => client.accounts.unlink({ accountId: account.id }))
        }}
      />
    </div>
  )
}

export function AccountPanel() {
  const { t } = useTranslation()
  const open = useAccountDialogs((state) => state.panel)
  const account = useAccounts((state) => state.accounts?.[0])
  if (!account) return null
  return (
    <Dialog
      open={open}
      onClose={() => useAccountDialogs.setState({ panel: false })}
      title={t('common.accounts')}
    >
      <AccountDetails account={account} />
    </Dialog>
  )
}
