/** How what is kept is protected: made by itself where there is a keychain, else chosen; the recovery code; unlocking; problems. */
import { Copy, Printer } from 'lucide-react'
import { useEffect, useRef, useState, type SubmitEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { SetupStatus } from '../../../contract'
import { client, problemOf } from '../../client'
import { attempt, problemText } from '../../lib/attempt'
import { readSetup, useSetup } from '../../stores/app'
import { Banner, Button, Checkbox, PasswordInput, RadioCards, Input, toast } from '../../ui'
import { useFirstRun } from './first-run'
import { Frame } from './frame'
import { NewPassphraseFields, useNewPassphrase } from './new-passphrase'

type KeyInput = Parameters<typeof client.setup.createKey>[0]

/** The code is taken from the answer too, in case the status event is late. */
async function createKey(input: KeyInput): Promise<string | null> {
  try {
    const { recoveryCode } = await client.setup.createKey(input)
    const { status } = useSetup.getState()
    if (status) useSetup.setState({ status: { ...status, recoveryCode } })
    await readSetup()
    return null
  } catch (error) {
    return problemText(problemOf(error))
  }
}

export function KeyStep({ status }: { status: SetupStatus }) {
  const { t } = useTranslation()
  const [way, setWay] = useState<'passphrase' | 'file'>('passphrase')
  const typed = useNewPassphrase()
  const [error, setError] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const begun = useRef(false)
  const run = async (input: KeyInput) => {
    setBusy(true)
    setError(await createKey(input))
    setBusy(false)
  }
  useEffect(() => {
    if (!status.keychain) useFirstRun.setState({ askedForKey: true })
    if (!status.keychain || begun.current) return
    begun.current = true
    void createKey({ protection: 'keychain' }).then(setError)
  }, [status.keychain])

  if (status.keychain)
    return (
      <Frame step="key" title={t('setup.keychainTitle')} text={t('setup.keychainText')}>
        {error !== null && (
          <Banner
            tone="danger"
            rounded
            urgent
            action={<Button onClick={() => void run({ protection: 'keychain' })}>{t('common.retry')}</Button>}
          >
            {error}
          </Banner>
        )}
      </Frame>
    )
  const ready = way === 'file' || typed.isReady
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (ready)
      void run(
        way === 'file' ? { protection: 'file' } : { protection: 'passphrase', passphrase: typed.passphrase },
      )
  }
  return (
    <Frame step="key" title={t('setup.keyTitle')} text={t('setup.keyText')}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        <RadioCards
          label={t('setup.keyTitle')}
          value={way}
          onChange={setWay}
          cards={[
            {
              value: 'passphrase',
              title: t('setup.passphrase'),
              text: t('setup.passphraseText'),
              badge: t('setup.recommended'),
            },
            { value: 'file', title: t('setup.keyFile'), text: t('setup.keyFileText') },
          ]}
        />
        {way === 'passphrase' && <NewPassphraseFields value={typed} label={t('setup.passphrase')} />}
        {error !== null && (
          <Banner tone="danger" rounded urgent>
            {error}
          </Banner>
        )}
        <Button type="submit" variant="primary" size="lg" busy={busy} disabled={!ready}>
          {t('common.next')}
        </Button>
      </form>
    </Frame>
  )
}

export function RecoveryStep({ code }: { code: string }) {
  const { t } = useTranslation()
  const [written, setWritten] = useState(false)
  const [busy, setBusy] = useState(false)
  const done = async () => {
    setBusy(true)
    const confirmed = await attempt(() => client.setup.confirmRecoveryCode().then(() => true))
    if (confirmed) await readSetup()
    setBusy(false)
  }
  const copy = () =>
    void navigator.clipboard.writeText(code).then(
      () => toast(t('common.copied')),
      () => toast(t('thread.copyFailed')),
    )
  return (
    <Frame step="recovery-code" title={t('setup.recoveryTitle')} text={t('setup.recoveryText')}>
      <p
        data-testid="recovery-code"
        className="grid grid-cols-4 rounded-card border border-line bg-surface-2 px-4 py-4 text-center font-mono text-[17px] leading-7 font-semibold tracking-wider select-all"
      >
        {code.split(/(?<=-)/).map((group, index) => (
          <span key={index}>{group}</span>
        ))}
      </p>
      <div className="flex gap-2 print:hidden">
        <Button icon={<Copy aria-hidden className="size-4" />} onClick={copy}>
          {t('common.copy')}
        </Button>
        <Button icon={<Printer aria-hidden className="size-4" />} onClick={() => print()}>
          {t('setup.print')}
        </Button>
      </div>
      <Checkbox label={t('setup.written')} checked={written} onChange={setWritten} />
      <Button variant="primary" size="lg" disabled={!written} busy={busy} onClick={() => void done()}>
        {t('common.next')}
      </Button>
    </Frame>
  )
}

export function UnlockStep() {
  const { t } = useTranslation()
  const [byCode, setByCode] = useState(false)
  const [text, setText] = useState('')
  const [error, setError] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const unlock = async (event: SubmitEvent) => {
    event.preventDefault()
    setBusy(true)
    try {
      await client.setup.unlock(byCode ? { recoveryCode: text.trim() } : { passphrase: text })
      setError(null)
      await readSetup()
    } catch (problem) {
      setError(problemText(problemOf(problem)))
    } finally {
      setBusy(false)
    }
  }
  return (
    <Frame
      step="unlock"
      title={t('setup.unlockTitle')}
      text={t(byCode ? 'setup.unlockCodeText' : 'setup.unlockText')}
    >
      <form onSubmit={(event) => void unlock(event)} className="flex flex-col gap-4">
        {byCode ? (
          <Input
            key="code"
            label={t('setup.recoveryCode')}
            error={error}
            autoFocus
            autoComplete="off"
            spellCheck={false}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
        ) : (
          <PasswordInput
            key="passphrase"
            label={t('setup.passphrase')}
            error={error}
            autoFocus
            autoComplete="current-password"
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
        )}
        <Button type="submit" variant="primary" size="lg" busy={busy} disabled={text === ''}>
          {t('setup.unlock')}
        </Button>
        <Button
          variant="ghost"
          onClick={() => {
            setByCode(!byCode)
            setText('')
            setError(null)
          }}
        >
          {t(byCode ? 'setup.usePassphrase' : 'setup.useCode')}
        </Button>
      </form>
    </Frame>
  )
}

export function ProblemStep({ problem }: { problem: NonNullable<SetupStatus['problem']> }) {
  const { t } = useTranslation()
  return (
    <Frame
      step="problem"
      title={t(`setup.problem.${problem.kind}.title`)}
      text={t(`setup.problem.${problem.kind}.text`)}
    >
      <details className="text-small text-text-2">
        <summary>{t('setup.problemDetail')}</summary>
        <p className="mt-2 rounded-control bg-surface-2 p-3 font-mono text-meta break-words">
          {problem.detail}
        </p>
      </details>
      <Button onClick={() => void readSetup()}>{t('common.retry')}</Button>
    </Frame>
  )
}
