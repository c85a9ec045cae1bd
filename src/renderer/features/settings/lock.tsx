/** Locking the screens when nobody is there. It needs a passphrase: the keychain alone would let anybody at the machine in again. */
import { useState, type SubmitEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { Preferences } from '../../../contract'
import { client } from '../../client'
import { attempt } from '../../lib/attempt'
import { useFormat } from '../../lib/format'
import { readSetup, setPreferences } from '../../stores/app'
import { Button, PasswordInput, Select, toast } from '../../ui'
import { NewPassphraseFields, useNewPassphrase } from '../setup/new-passphrase'
import { Section } from './section'

const MINUTES = [1, 5, 10, 15, 30, 60]

function PassphraseForm({ isNew }: { isNew: boolean }) {
  const { t } = useTranslation()
  const typed = useNewPassphrase()
  const [current, setCurrent] = useState('')
  const [busy, setBusy] = useState(false)
  const submit = async (event: SubmitEvent) => {
    event.preventDefault()
    if (!typed.isReady) return
    const { passphrase } = typed
    setBusy(true)
    const told = { passphrase, current: isNew ? null : current }
    const done = await attempt(() => client.setup.setPassphrase(told).then(() => true))
    setBusy(false)
    if (!done) return
    typed.set({ passphrase: '', again: '' })
    setCurrent('')
    toast(t('lock.passphraseSet'))
    await readSetup()
  }
  return (
    <form onSubmit={(event) => void submit(event)} className="flex flex-col items-start gap-4">
      {!isNew && (
        <PasswordInput
          className="w-full sm:w-1/2 sm:pe-2"
          label={t('lock.currentPassphrase')}
          hint={t('lock.currentHint')}
          autoComplete="current-password"
          value={current}
          onChange={(event) => setCurrent(event.currentTarget.value)}
        />
      )}
      <div className="grid w-full gap-4 sm:grid-cols-2">
        <NewPassphraseFields value={typed} label={t(isNew ? 'setup.passphrase' : 'lock.newPassphrase')} />
      </div>
      <Button type="submit" busy={busy} disabled={!typed.isReady || (!isNew && current === '')}>
        {t(isNew ? 'lock.set' : 'lock.change')}
      </Button>
    </form>
  )
}

export interface LockSettingsProps {
  preferences: Preferences
  canLock: boolean
}

export function LockSettings({ preferences, canLock }: LockSettingsProps) {
  const { t } = useTranslation()
  const { span } = useFormat()
  const { lockAfter } = preferences
  const minutes = [...new Set([...MINUTES, ...(lockAfter === null ? [] : [lockAfter])])].sort((a, b) => a - b)
  return (
    <Section id="lock" title={t('settings.lock')} text={t(canLock ? 'lock.text' : 'lock.needsPassphrase')}>
      {canLock && (
        <div className="flex flex-wrap items-end gap-4">
          <Select
            className="grow"
            label={t('lock.after')}
            options={[
              { value: '', label: t('lock.never') },
              ...minutes.map((count) => ({ value: String(count), label: span(count) })),
            ]}
            value={lockAfter === null ? '' : String(lockAfter)}
            onValue={(value) => void setPreferences({ lockAfter: value === '' ? null : Number(value) })}
          />
          <Button onClick={() => void attempt(() => client.setup.lock())}>{t('lock.now')}</Button>
        </div>
      )}
      <PassphraseForm isNew={!canLock} />
    </Section>
  )
}
