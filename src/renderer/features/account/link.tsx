/** Linking a phone: a QR that renews itself, or a code to type on the phone; then history coming in, counted. */
import { CircleCheck, LoaderCircle, RefreshCw } from 'lucide-react'
import { useEffect, useRef, useState, type SubmitEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { Account } from '../../../contract'
import { client, problemOf } from '../../client'
import { attempt, problemText } from '../../lib/attempt'
import { useFormat } from '../../lib/format'
import { useNow } from '../../lib/use-now'
import { Banner, Button, focusIfLost, Input, Progress } from '../../ui'
import { milestone, secondsLeft } from './countdown'
import { Qr } from './qr'
import { NextTry, useProgressText } from './progress'
import { LostLink } from './session-copy'
import { viewOf } from './view'

/** Says to who can't see it how long a code is good for, at a few moments and not every second; and what becomes of it. */
function Spoken({ children }: { children: string | null }) {
  return (
    <p role="status" className="sr-only">
      {children}
    </p>
  )
}

/** The phone's way there, drawn: three screens with the place to tap marked. */
function Steps({ byCode }: { byCode: boolean }) {
  const { t } = useTranslation()
  const steps = [t('link.step1'), t('link.step2'), t(byCode ? 'link.step3Code' : 'link.step3')]
  return (
    <ol className="flex flex-col gap-3">
      {steps.map((step, index) => (
        <li key={step} className="flex items-center gap-3">
          <svg aria-hidden viewBox="0 0 28 44" className="h-11 w-7 shrink-0 text-line-strong">
            <rect
              x="1"
              y="1"
              width="26"
              height="42"
              rx="5"
              fill="var(--surface-1)"
              stroke="currentColor"
              strokeWidth="1.5"
            />
            <path d="M10 4.5h8" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" />
            {index === 0 && (
              <>
                <path
                  d="M5 14h12M5 20h15M5 26h10"
                  stroke="currentColor"
                  strokeWidth="1.5"
                  strokeLinecap="round"
                  opacity=".5"
                />
                <circle cx="22" cy="9.5" r="4.5" fill="var(--accent)" opacity=".25" />
                <path
                  d="M22 7.6v.01M22 9.5v.01M22 11.4v.01"
                  stroke="var(--accent)"
                  strokeWidth="2"
                  strokeLinecap="round"
                />
              </>
            )}
            {index === 1 && (
              <>
                <path
                  d="M5 13h12M5 31h14M5 36h9"
                  stroke="currentColor"
                  strokeWidth="1.5"
                  strokeLinecap="round"
                  opacity=".5"
                />
                <rect x="4" y="18" width="20" height="8" rx="2" fill="var(--accent)" opacity=".25" />
                <path d="M7 22h12" stroke="var(--accent)" strokeWidth="2" strokeLinecap="round" />
              </>
            )}
            {index === 2 &&
              (byCode ? (
                <path
                  d="M6 22h3M12.5 22h3M19 22h3"
                  stroke="var(--accent)"
                  strokeWidth="3"
                  strokeLinecap="round"
                />
              ) : (
                <path
                  d="M7 19v-4h4M17 15h4v4M21 27v4h-4M11 31H7v-4M11 19h6v8h-6z"
                  fill="none"
                  stroke="var(--accent)"
                  strokeWidth="1.8"
                  strokeLinecap="round"
                  strokeLinejoin="round"
                />
              ))}
          </svg>
          <span className="text-body">
            <span className="numeric mr-1.5 font-semibold text-text-3">{index + 1}</span>
            {step}
          </span>
        </li>
      ))}
    </ol>
  )
}

/** `waits`: WhatsApp can't be asked for a code now. */
function QrPart({ account, waits }: { account: Account; waits: boolean }) {
  const { t } = useTranslation()
  const now = useNow(500)
  const { qr } = account
  const which = { accountId: account.id }
  const left = qr ? secondsLeft(qr.expiresAt, now) : 0
  const unanswered = account.state === 'attention' && account.reason === 'qr-unanswered'
  const said = qr ? t('link.renews', { count: milestone(left) }) : null
  return (
    <div className="flex w-[264px] max-w-full flex-col items-center gap-2">
      <Spoken>{unanswered ? t('link.unanswered') : said}</Spoken>
      <div className="flex size-[264px] max-w-full items-center justify-center rounded-card border border-line bg-surface-2 p-2">
        {unanswered ? (
          <div className="flex flex-col items-center gap-3 p-4 text-center">
            <p className="text-small text-text-2">{t('link.unanswered')}</p>
            <Button
              variant="primary"
              icon={<RefreshCw aria-hidden className="size-4" />}
              onClick={() => void attempt(() => client.accounts.refreshQr(which))}
            >
              {t('link.newQr')}
            </Button>
          </div>
        ) : qr ? (
          <Qr text={qr.text} label={t('link.qr')} />
        ) : (
          <p
            role="status"
            className="flex flex-col items-center gap-3 px-4 text-center text-small text-text-3"
          >
            <LoaderCircle aria-hidden className="size-6 animate-spin" />
            {t(waits ? 'link.waits' : 'link.preparing')}
          </p>
        )}
      </div>
      {qr && !unanswered && (
        <div className="flex w-full items-center justify-between gap-2 text-small text-text-3">
          <span aria-hidden className="numeric">
            {left > 0 ? t('link.renews', { count: left }) : t('link.renewing')}
          </span>
          <Button
            size="sm"
            variant="ghost"
            onClick={() => void attempt(() => client.accounts.refreshQr(which))}
          >
            {t('link.newQr')}
          </Button>
        </div>
      )}
    </div>
  )
}

function CodePart({ account }: { account: Account }) {
  const { t } = useTranslation()
  const format = useFormat()
  const now = useNow(500)
  const [phone, setPhone] = useState('')
  const [error, setError] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const { pairingCode } = account
  const shown = useRef<HTMLParagraphElement>(null)
  const has = pairingCode !== null
  // The form that asked for it is gone: what to type on the phone is what to read now.
  useEffect(() => {
    if (has) focusIfLost(shown.current)
  }, [has])
  const ask = async (event: SubmitEvent) => {
    event.preventDefault()
    setBusy(true)
    setError(null)
    try {
      await client.accounts.pairingCode({ accountId: account.id, phone })
    } catch (problem) {
      setError(problemText(problemOf(problem)))
    } finally {
      setBusy(false)
    }
  }
  if (pairingCode) {
    const code = pairingCode.code.replace(/[^A-Z0-9]/gi, '')
    const left = secondsLeft(pairingCode.expiresAt, now)
    return (
      <div className="flex w-[264px] max-w-full flex-col gap-3">
        <p className="text-small text-text-2">
          {t('link.codeFor', { phone: format.phone(pairingCode.phone) })}
        </p>
        <p
          aria-label={t('link.codeIs', { code: code.replace(/(?!^)/g, ' ') })}
          role="img"
          ref={shown}
          tabIndex={-1}
          className="rounded-card border border-line bg-surface-2 py-5 text-center font-mono text-[30px] leading-10 font-semibold tracking-[0.12em] text-text-1"
        >
          {code.slice(0, 4)}-{code.slice(4)}
        </p>
        <Spoken>{t('link.codeRenews', { count: milestone(left) })}</Spoken>
        <p aria-hidden className="numeric text-small text-text-3">
          {left > 0 ? t('link.codeRenews', { count: left }) : t('link.renewing')}
        </p>
      </div>
    )
  }
  return (
    <form onSubmit={(event) => void ask(event)} className="flex w-[264px] max-w-full flex-col gap-3">
      <Input
        label={t('link.phone')}
        hint={t('link.phoneHint')}
        error={error}
        // Whoever chose this way goes on here.
        autoFocus
        type="tel"
        autoComplete="tel"
        value={phone}
        onChange={(event) => setPhone(event.currentTarget.value)}
      />
      <Button type="submit" variant="primary" busy={busy} disabled={phone.trim().length < 4}>
        {t('link.getCode')}
      </Button>
    </form>
  )
}

/** The link is gone: what the person wants here is a code. */
const LINKS_AGAIN = new Set<Account['reason']>(['logged-out', 'auth-failure', 'profile-left'])

/** All of linking, for the first run and for linking again. Starts the session where nothing runs yet. */
export function LinkPanel({ account }: { account: Account }) {
  const { t } = useTranslation()
  const progressText = useProgressText()
  const [byCode, setByCode] = useState(account.pairingCode !== null)
  const which = { accountId: account.id }
  const view = viewOf(account)
  const begun = useRef(false)
  const idle =
    account.state === 'unlinked' ||
    account.state === 'stopped' ||
    (account.state === 'attention' && LINKS_AGAIN.has(account.reason))
  const { id } = account
  useEffect(() => {
    if (!idle || begun.current) return
    begun.current = true
    void attempt(() => client.accounts.connect({ accountId: id }))
  }, [idle, id])

  if (account.state === 'connected' || account.state === 'syncing')
    return (
      <div role="status" className="flex flex-col gap-3">
        <p className="flex items-center gap-2 font-medium text-success">
          <CircleCheck aria-hidden className="size-5" />
          {t('link.linked')}
        </p>
        {account.progress && (
          <>
            <Progress label={t('link.history')} done={account.progress.done} total={account.progress.total} />
            <p className="numeric text-small text-text-2">{progressText(account.progress)}</p>
          </>
        )}
      </div>
    )
  const isTwice = account.reason === 'linked-twice'
  const stuck = account.state === 'attention' && account.reason !== 'qr-unanswered' && !idle
  // In here it is all about linking, also for a number that was linked before.
  const unreachable = account.state === 'reconnecting'
  const waits = unreachable || account.nextTryAt !== null
  return (
    <div className="flex flex-col gap-4">
      <LostLink account={account} />
      {waits && (
        <Banner
          tone="warning"
          rounded
          action={
            <Button size="sm" onClick={() => void attempt(() => client.accounts.reconnectNow(which))}>
              {t('account.help.reconnect')}
            </Button>
          }
        >
          {t(unreachable ? 'account.sentence.unreachable' : 'account.sentence.retrying')}
          {account.nextTryAt !== null && <NextTry at={account.nextTryAt} />}
        </Banner>
      )}
      {(stuck || isTwice) && (
        <Banner
          tone={view.tone}
          rounded
          action={
            <Button size="sm" onClick={() => void attempt(() => client.accounts.connect(which))}>
              {t('common.retry')}
            </Button>
          }
        >
          {t(`account.sentence.${view.word}`)}
        </Banner>
      )}
      <div className="flex flex-wrap items-start justify-center gap-x-10 gap-y-6">
        {byCode ? <CodePart account={account} /> : <QrPart account={account} waits={waits} />}
        <div className="flex min-w-52 grow basis-52 flex-col gap-5">
          <Steps byCode={byCode} />
          <Button
            variant="ghost"
            className="-ml-3 self-start"
            onClick={() => {
              if (byCode && account.pairingCode) void attempt(() => client.accounts.useQr(which))
              setByCode(!byCode)
            }}
          >
            {byCode ? t('link.useQr') : t('link.useCode')}
          </Button>
        </div>
      </div>
    </div>
  )
}
