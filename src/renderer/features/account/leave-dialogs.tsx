/** Unlinking an account, erasing its history, removing it. What can't be undone is asked twice. */
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Account } from '../../../contract'
import { client } from '../../client'
import { attempt } from '../../lib/attempt'
import { useMay } from '../../stores/rights'
import { Button, Confirm, Dialog, RadioCards, toast } from '../../ui'
import { useAccountName } from './name'

/** What the person wants to happen; null for nothing. */
export type Leave = 'unlink' | 'delete' | 'remove'

interface LeaveProps {
  account: Account
  onClose: () => void
}

/** Unlinks, and says so where the phone still lists this computer, or files of the session are still on it. */
function useLeaving(): (
  leave: () => Promise<{ confirmed: boolean; deleted: boolean }>,
  done?: string,
) => Promise<void> {
  const { t } = useTranslation()
  return async (leave, done) => {
    const answer = await attempt(leave)
    if (answer?.confirmed === false) toast(t('account.untold'))
    if (answer?.deleted === false) toast(t('account.undeleted'))
    if (answer && done !== undefined) toast(done)
  }
}

/** The second question, and what is done after it. */
function Sure({ account, remove, onClose }: LeaveProps & { remove: boolean }) {
  const { t } = useTranslation()
  const name = useAccountName()(account)
  const leaving = useLeaving()
  const accountId = account.id
  return (
    <Confirm
      open
      onClose={onClose}
      title={t('account.sureTitle', { name })}
      text={t('account.sureText')}
      action={t('account.sure')}
      danger
      onConfirm={async () => {
        await leaving(
          () =>
            remove
              ? client.accounts.remove({ accountId })
              : client.accounts.unlink({ accountId, history: 'delete' }),
          t(remove ? 'account.removed' : 'account.erased', { name }),
        )
      }}
    />
  )
}

function UnlinkDialog({ account, onClose, onDelete }: LeaveProps & { onDelete: () => void }) {
  const { t } = useTranslation()
  const nameOf = useAccountName()
  const leaving = useLeaving()
  const mayErase = useMay('erase')
  const [history, setHistory] = useState<'keep' | 'delete'>('keep')
  const [busy, setBusy] = useState(false)
  const unlink = async () => {
    if (history === 'delete') {
      onDelete()
      return
    }
    setBusy(true)
    await leaving(() => client.accounts.unlink({ accountId: account.id }))
    onClose()
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('account.unlinkTitle', { name: nameOf(account) })}
      description={t('account.unlinkText')}
      footer={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button variant="danger" busy={busy} onClick={() => void unlink()}>
            {t('account.unlink')}
          </Button>
        </>
      }
    >
      {mayErase ? (
        <RadioCards
          label={t('account.whatHistory')}
          value={history}
          cards={[
            { value: 'keep', title: t('account.unlinkKeep'), text: t('account.unlinkKeepText') },
            { value: 'delete', title: t('account.unlinkDelete'), text: t('account.unlinkDeleteText') },
          ]}
          onChange={setHistory}
        />
      ) : (
        <p className="text-text-2">{t('account.unlinkKeepText')}</p>
      )}
    </Dialog>
  )
}

/** Every question on the way to `leave`, one after the other. */
export function LeaveDialogs({ account, leave, onClose }: LeaveProps & { leave: Leave }) {
  const { t } = useTranslation()
  const name = useAccountName()(account)
  const [sure, setSure] = useState(false)
  if (sure) return <Sure account={account} remove={leave === 'remove'} onClose={onClose} />
  const ask = () => setSure(true)
  if (leave === 'unlink') return <UnlinkDialog account={account} onClose={onClose} onDelete={ask} />
  const isRemoval = leave === 'remove'
  return (
    <Dialog
      open
      onClose={onClose}
      title={t(isRemoval ? 'account.removeTitle' : 'account.deleteTitle', { name })}
      description={t(isRemoval ? 'account.removeText' : 'account.deleteText')}
      footer={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button variant="danger" onClick={ask}>
            {t(isRemoval ? 'account.remove' : 'account.deleteHistory')}
          </Button>
        </>
      }
    />
  )
}
