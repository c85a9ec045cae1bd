/** Adding an account, and changing what the person calls it. */
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Account } from '../../../contract'
import { client } from '../../client'
import { attempt } from '../../lib/attempt'
import { useAccounts, usePreferences } from '../../stores/app'
import { Banner, Button, Dialog } from '../../ui'
import { COLOURS } from './colours'
import { useAccountDialogs } from './help'
import { OwnFields, type Own } from './own-fields'

const labelOf = ({ label }: Own): string | null => (label.trim() === '' ? null : label.trim())

interface FormProps {
  initial: Own
  title: string
  text?: string
  action: string
  /** Why it can't be done; null where it can. */
  refusal?: string | null
  /** Answers whether it was done. */
  onSave: (own: Own) => Promise<boolean>
  onClose: () => void
}

function OwnDialog({ initial, title, text, action, refusal = null, onSave, onClose }: FormProps) {
  const { t } = useTranslation()
  const [own, setOwn] = useState(initial)
  const [busy, setBusy] = useState(false)
  const save = async () => {
    setBusy(true)
    const isDone = await onSave(own)
    setBusy(false)
    if (isDone) onClose()
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={title}
      description={text}
      footer={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button variant="primary" type="submit" form="account-own" busy={busy} disabled={refusal !== null}>
            {action}
          </Button>
        </>
      }
    >
      <form
        id="account-own"
        noValidate
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
      >
        {refusal === null ? (
          <OwnFields value={own} onChange={setOwn} />
        ) : (
          <Banner tone="info" rounded>
            {refusal}
          </Banner>
        )}
      </form>
    </Dialog>
  )
}

export function EditDialog({ account, onClose }: { account: Account; onClose: () => void }) {
  const { t } = useTranslation()
  return (
    <OwnDialog
      initial={{ label: account.label ?? '', colour: account.colour }}
      title={t('account.edit')}
      action={t('common.save')}
      onClose={onClose}
      onSave={async (own) => {
        const { colour } = own
        const change = { accountId: account.id, label: labelOf(own), colour }
        return (await attempt(() => client.accounts.update(change))) !== null
      }}
    />
  )
}

/** Once added, its link is what comes next. */
export function AddDialog() {
  const { t } = useTranslation()
  const open = useAccountDialogs((state) => state.adding)
  const accounts = useAccounts((state) => state.accounts) ?? []
  const most = usePreferences((state) => state.preferences?.mostAccounts ?? 0)
  if (!open) return null
  const taken = new Set(accounts.map(({ colour }) => colour))
  return (
    <OwnDialog
      initial={{ label: '', colour: COLOURS.find((colour) => !taken.has(colour)) ?? COLOURS[0] }}
      title={t('account.add')}
      text={t('account.addText')}
      action={t('account.addAndLink')}
      refusal={accounts.length >= most ? t('account.most', { most }) : null}
      onClose={() => useAccountDialogs.setState({ adding: false })}
      onSave={async (own) => {
        const added = await attempt(() => client.accounts.add({ label: labelOf(own), colour: own.colour }))
        if (added) useAccountDialogs.setState({ linking: added.id })
        return added !== null
      }}
    />
  )
}
