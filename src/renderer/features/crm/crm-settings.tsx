/** The CRM in the settings: who is signed in, how things stand, and what is not there yet. */
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { client } from '../../client'
import { attempt } from '../../lib/attempt'
import { useFormat } from '../../lib/format'
import { useEnded } from '../../lib/use-ended'
import { useCrm } from '../../stores/app'
import { Badge, Button, Confirm, EmptyState, Skeleton } from '../../ui'
import { SignInDialog } from './sign-in-form'
import { crmView } from './status'
import { WaitingList } from './waiting-list'
import { Building2 } from 'lucide-react'

export function CrmSettings() {
  const { t } = useTranslation()
  const format = useFormat()
  const status = useCrm((state) => state.status)
  const ended = useEnded()
  const [signingIn, setSigningIn] = useState(false)
  const [signingOut, setSigningOut] = useState(false)
  const [syncing, setSyncing] = useState(false)
  if (!status) return <Skeleton className="h-32" />
  const view = crmView(status, ended)
  const sync = async () => {
    setSyncing(true)
    await attempt(() => client.crm.syncNow())
    setSyncing(false)
  }
  const host = status.url === null ? '' : new URL(status.url).host
  return (
    <div className="flex flex-col gap-6">
      {status.state === 'none' ? (
        <div className="rounded-card border border-line">
          <EmptyState
            icon={<Building2 className="size-6" />}
            title={t('crm.noneTitle')}
            text={t('crm.noneText')}
            action={
              <Button variant="primary" onClick={() => setSigningIn(true)}>
                {t('crm.signIn')}
              </Button>
            }
          />
        </div>
      ) : (
        <div className="flex flex-col gap-4 rounded-card border border-line p-4">
          <div className="flex flex-wrap items-start justify-between gap-3">
            <div className="min-w-0">
              {status.user && (
                <p className="font-medium break-words">
                  {t(status.state === 'signed-in' ? 'crm.signedInAs' : 'crm.wasSignedInAs', {
                    name: status.user.name,
                  })}
                </p>
              )}
              <p className="text-small break-words text-text-2">
                {status.user && `${status.user.email} · ${t(`crm.role.${status.user.role}`)} · `}
                {host}
              </p>
            </div>
            <Badge tone={view.tone}>{t(`crm.word.${view.word}`)}</Badge>
          </div>
          {view.word !== 'reading' && <p className="text-text-2">{t(`crm.sentence.${view.word}`)}</p>}
          {status.reading.length > 0 && (
            <p role="status" className="numeric text-text-2">
              {t('crm.reading', {
                what: format.list(
                  status.reading.map(({ kind, read }) =>
                    t(`crm.read.${kind}`, { count: read, n: format.number(read) }),
                  ),
                ),
              })}
            </p>
          )}
          <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-1 text-small">
            <dt className="text-text-3">{t('crm.waitingCount')}</dt>
            <dd className="numeric">{format.number(status.waiting)}</dd>
            <dt className="text-text-3">{t('crm.refusedCount')}</dt>
            <dd className="numeric">{format.number(status.refused)}</dd>
            <dt className="text-text-3">{t('crm.lastSync')}</dt>
            <dd title={status.lastSyncAt === null ? undefined : format.exact(status.lastSyncAt)}>
              {status.lastSyncAt === null ? t('crm.never') : format.relative(status.lastSyncAt)}
            </dd>
          </dl>
          <div className="flex flex-wrap gap-2">
            {status.state === 'signed-in' ? (
              <>
                <Button busy={syncing} onClick={() => void sync()}>
                  {t('crm.syncNow')}
                </Button>
                <Button onClick={() => setSigningOut(true)}>{t('crm.signOut')}</Button>
              </>
            ) : (
              <Button variant="primary" onClick={() => setSigningIn(true)}>
                {t('crm.signInAgain')}
              </Button>
            )}
          </div>
        </div>
      )}
      {status.waiting + status.refused > 0 && (
        <section aria-labelledby="crm-waiting" className="flex flex-col gap-3">
          <h3 id="crm-waiting" className="text-body font-semibold">
            {t('crm.waitingTitle')}
          </h3>
          <WaitingList />
        </section>
      )}
      <SignInDialog open={signingIn} onClose={() => setSigningIn(false)} />
      <Confirm
        open={signingOut}
        onClose={() => setSigningOut(false)}
        title={t('crm.signOutTitle', { host })}
        text={t('crm.signOutText')}
        action={t('crm.signOut')}
        onConfirm={async () => {
          const after = await attempt(() => client.crm.signOut())
          if (after) useCrm.setState({ status: after })
        }}
      />
    </div>
  )
}
