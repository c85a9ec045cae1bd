/** A passphrase typed twice: where the data are protected by it, and where the screens are locked with it. */
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { PasswordInput } from '../../ui'

/** As the contract has it. */
const SHORTEST = 8

export interface NewPassphrase {
  passphrase: string
  again: string
  /** Long enough, and the same both times. */
  isReady: boolean
  set(values: { passphrase?: string; again?: string }): void
}

export function useNewPassphrase(): NewPassphrase {
  const [typed, setTyped] = useState({ passphrase: '', again: '' })
  const isReady = typed.passphrase.length >= SHORTEST && typed.again === typed.passphrase
  return { ...typed, isReady, set: (values) => setTyped((now) => ({ ...now, ...values })) }
}

export function NewPassphraseFields({ value, label }: { value: NewPassphrase; label: string }) {
  const { t } = useTranslation()
  const { passphrase, again, set } = value
  const isShort = passphrase !== '' && passphrase.length < SHORTEST
  return (
    <>
      <PasswordInput
        label={label}
        hint={t('setup.passphraseHint')}
        error={isShort && again !== '' ? t('setup.tooShort') : null}
        autoComplete="new-password"
        value={passphrase}
        onChange={(event) => set({ passphrase: event.currentTarget.value })}
      />
      <PasswordInput
        label={t('setup.passphraseAgain')}
        error={again !== '' && again !== passphrase ? t('setup.differs') : null}
        autoComplete="new-password"
        value={again}
        onChange={(event) => set({ again: event.currentTarget.value })}
      />
    </>
  )
}
