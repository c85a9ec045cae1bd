/** One account on the screen, with what can be done about it. */
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Account } from '../../../contract'
import { client } from '../../client'
import { attempt } from '../../lib/attempt'
import { useFormat } from '../../lib/format'
import { Lasting } from '../../lib/lasting'
import { useEnded } from '../../lib/use-ended'
import { useSystem } from '../../stores/system'
import { useAccounts } from '../../stores/app'
import { useMay, useMayLink } from '../../stores/rights'
import { Banner, Button, Progress, toast } from '../../ui'
import { HealthSection } from '../health/health'
import { Glyph } from './glyph'
import { giveHelp } from './help'
import { LeaveDialogs, type Leave } from './leave-dialogs'
import { ColourDot, useAccountName } from './name'
import { twinOf } from './order'
import { EditDialog } from './own-dialogs'
import { useProgressText } from './progress'
import { SessionCopyLine } from './session-copy'
import { Today } from './today'
import { useHelp } from './use-help'
import { shownSince, shownView } from './view'

/** How the account stands, since when, and what can be done: for the panel and the settings. */
export function AccountDetails({ account }: { account: Account }) {
  const { t } = useTranslation()
  const format = useFormat()
  const progressText = useProgressText()
  const [editing, setEditing] = useState(false)
  const [leave, setLeave] = useState<Leave | null>(null)
  const nameOf = useAccountName()
  const accounts = useAccounts((state) => state.accounts) ?? []
  const isOne = accounts.length === 1
  const twin = twinOf(accounts, account)
  const hasWindow = useSystem((state) => state.status?.whatsappWindow === true)
  const showWindow = async () => {
    const answer = await attempt(() => client.accounts.showWindow({ accountId: account.id }))
    if (answer?.shown === false) toast(t('account.noWindow'))
  }
  const ended = useEnded()
  const view = shownView(account, ended)
  const since = shownSince(account, view)
  const help = useHelp(account, view.help)
  const mayLink = useMayLink(account)
  const mayErase = useMay('erase') && mayLink
  const linked = !ended && account.phone !== null && account.state !== 'unlinked'
  const hasOnlyHistory = !ended && account.phone !== null && account.state === 'unlinked'
  return (
    <div className="flex flex-col gap-4">
      <div className="flex items-start gap-3">
        <span className="mt-0.5">
          <Glyph view={view} />
        </span>
        <div className="min-w-0">
          <p className="flex flex-wrap gap-x-2 font-medium">
            {t(`account.word.${view.word}`)}
            {since !== null && <Lasting since={since} />}
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
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-6 gap-y-1.5 text-small">
        {isOne && (account.label ?? account.name) !== null && (
          <>
            <dt className="text-text-3">{t('account.label')}</dt>
            <dd className="flex min-w-0 items-center gap-1.5">
              <ColourDot colour={account.colour} />
              <span dir="auto" title={nameOf(account)} className="truncate">
                {nameOf(account)}
              </span>
            </dd>
          </>
        )}
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
        {!ended && <SessionCopyLine account={account} />}
      </dl>
      {twin && !ended && (
        <Banner tone="warning" rounded>
          {t('account.twice', { name: nameOf(twin) })}
        </Banner>
      )}
      <HealthSection account={account} />
      <div className="flex flex-wrap gap-2">
        {help && (
          <Button variant="primary" onClick={() => giveHelp(account, help)}>
            {t(`account.help.${help}`)}
          </Button>
        )}
        {linked && mayLink && !account.paused && (
          <Button
            onClick={() =>
              void attempt(() => client.accounts.setPaused({ accountId: account.id, paused: true }))
            }
          >
            {t('account.pause')}
          </Button>
        )}
        {hasWindow && mayLink && account.state !== 'stopped' && account.state !== 'unlinked' && (
          <Button onClick={() => void showWindow()}>{t('account.showWindow')}</Button>
        )}
        {!ended && mayLink && <Button onClick={() => setEditing(true)}>{t('account.edit')}</Button>}
        {linked && mayLink && <Button onClick={() => setLeave('unlink')}>{t('account.unlink')}</Button>}
        {hasOnlyHistory && mayErase && (
          <Button onClick={() => setLeave('delete')}>{t('account.deleteHistory')}</Button>
        )}
        {!ended && !isOne && mayErase && (
          <Button onClick={() => setLeave('remove')}>{t('account.remove')}</Button>
        )}
      </div>
      {editing && <EditDialog account={account} onClose={() => setEditing(false)} />}
      {leave && <LeaveDialogs account={account} leave={leave} onClose={() => setLeave(null)} />}
    </div>
  )
}
