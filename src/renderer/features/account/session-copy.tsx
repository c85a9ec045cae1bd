/** The saved copy of an account's link to the phone: how old it is, and making a new one. */
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Account } from '../../../contract'
import { client } from '../../client'
import { attempt } from '../../lib/attempt'
import { useFormat } from '../../lib/format'
import { Banner, Button } from '../../ui'

/** A line of a description list. Nothing where no phone is linked. */
export function SessionCopyLine({ account }: { account: Account }) {
  const { t } = useTranslation()
  const format = useFormat()
  const [busy, setBusy] = useState(false)
  const { takenAt, bytes, doing } = account.sessionCopy
  const canSave = account.state === 'connected'
  if (takenAt === null && !canSave) return null
  const save = async () => {
    setBusy(true)
    await attempt(() => client.accounts.saveSession({ accountId: account.id }))
    setBusy(false)
  }
  return (
    <>
      <dt className="self-center text-text-3">{t('account.copy')}</dt>
      <dd className="flex flex-wrap items-center gap-x-3 gap-y-1">
        {takenAt === null ? (
          <span>{t('account.noCopy')}</span>
        ) : (
          <span className="numeric" title={format.exact(takenAt)}>
            {format.relative(takenAt)} · {format.bytes(bytes)}
          </span>
        )}
        {(canSave || busy) && (
          <Button size="sm" busy={busy || doing === 'saving'} onClick={() => void save()}>
            {t('account.copyNow')}
          </Button>
        )}
      </dd>
    </>
  )
}

/** Why a phone has to be linked that was linked already. */
export function LostLink({ account }: { account: Account }) {
  const { t } = useTranslation()
  if (!account.sessionCopy.refused && account.reason !== 'link-lost') return null
  return (
    <Banner tone="warning" rounded>
      {t('account.sentence.link-lost')}
    </Banner>
  )
}
