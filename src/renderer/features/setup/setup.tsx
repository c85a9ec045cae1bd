/** First run and unlocking: one step at a time, each of them remembered by the app, so that a reload loses nothing. */
import { Languages, TriangleAlert } from 'lucide-react'
import { useEffect, useState, type SubmitEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { Language, Preferences, SetupStatus } from '../../../contract'
import { client, problemOf } from '../../client'
import { problemText } from '../../lib/attempt'
import { guessLanguage, LANGUAGE_NAMES, LANGUAGES, setLanguage } from '../../i18n'
import { setPreferences, useAccounts, useCrm } from '../../stores/app'
import { Button, Checkbox, Input, PasswordInput, RadioCards } from '../../ui'
import { LinkPanel } from '../account/link'
import { isNeverLinked } from '../account/view'
import { FrappeForm } from '../crm'
import { Frame } from './frame'
import { KeyStep, ProblemStep, RecoveryStep, UnlockStep } from './key-steps'
import { useFirstRun } from './first-run'
import type { SetupStep } from './steps'

function LanguageStep() {
  const { t } = useTranslation()
  const [language, choose] = useState<Language>(() => guessLanguage())
  const [busy, setBusy] = useState(false)
  const pick = (next: Language) => {
    choose(next)
    void setLanguage(next)
  }
  return (
    <Frame step="language" title={t('setup.languageTitle')} text={t('setup.languageText')}>
      <RadioCards
        label={t('setup.languageTitle')}
        value={language}
        onChange={pick}
        cards={LANGUAGES.map((value) => ({ value, title: LANGUAGE_NAMES[value] }))}
      />
      <Button
        variant="primary"
        size="lg"
        busy={busy}
        icon={<Languages aria-hidden className="size-4" />}
        onClick={() => {
          setBusy(true)
          void setPreferences({ language }).then(() => setBusy(false))
        }}
      >
        {t('common.next')}
      </Button>
    </Frame>
  )
}

function CrmStep() {
  const { t } = useTranslation()
  const [url, setUrl] = useState(useCrm.getState().status?.url ?? '')
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [error, setError] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const [frappe, setFrappe] = useState(false)
  const done = () => setPreferences({ crmStepDone: true })
  const signIn = async (event: SubmitEvent) => {
    event.preventDefault()
    setBusy(true)
    setError(null)
    try {
      const status = await client.crm.signIn({ url: url.trim(), email: email.trim(), password })
      useCrm.setState({ status })
      await done()
    } catch (problem) {
      setError(problemText(problemOf(problem)))
    } finally {
      setBusy(false)
    }
  }
  const skip = (
    <Button size="lg" variant="ghost" className="-ml-4" onClick={() => void done()}>
      {t('common.skip')}
    </Button>
  )
  const kind = (
    <Button variant="ghost" className="-ml-3 self-start" onClick={() => setFrappe(!frappe)}>
      {t(frappe ? 'frappe.reference' : 'frappe.frappe')}
    </Button>
  )
  if (frappe)
    return (
      <Frame step="crm" title={t('setup.crmTitle')} text={t('setup.crmText')}>
        <div className="flex flex-col gap-4">
          <FrappeForm formId="setup-frappe" onBusy={setBusy} onDone={() => void done()} />
          {kind}
          <div className="flex flex-wrap justify-between gap-2 pt-1">
            {skip}
            <Button type="submit" form="setup-frappe" size="lg" variant="primary" busy={busy}>
              {t('setup.signIn')}
            </Button>
          </div>
        </div>
      </Frame>
    )
  return (
    <Frame step="crm" title={t('setup.crmTitle')} text={t('setup.crmText')}>
      <form onSubmit={(event) => void signIn(event)} className="flex flex-col gap-4">
        <Input
          label={t('setup.crmUrl')}
          hint={t('setup.crmUrlHint')}
          inputMode="url"
          autoComplete="url"
          spellCheck={false}
          value={url}
          onChange={(event) => setUrl(event.currentTarget.value)}
        />
        <Input
          label={t('setup.email')}
          type="email"
          autoComplete="username"
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <PasswordInput
          label={t('setup.password')}
          error={error}
          autoComplete="current-password"
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        {kind}
        <div className="flex flex-wrap justify-between gap-2 pt-1">
          {skip}
          <Button
            type="submit"
            size="lg"
            variant="primary"
            busy={busy}
            disabled={url.trim() === '' || email.trim() === '' || password === ''}
          >
            {t('setup.signIn')}
          </Button>
        </div>
      </form>
    </Frame>
  )
}

function KeepStep({ preferences }: { preferences: Preferences }) {
  const { t } = useTranslation()
  const [keep, setKeep] = useState<'known' | 'everything'>(preferences.keep ?? 'known')
  const [accepted, setAccepted] = useState(false)
  const [busy, setBusy] = useState(false)
  return (
    <Frame step="keep" title={t('setup.keepTitle')} text={t('setup.keepText')}>
      <RadioCards
        label={t('setup.keepTitle')}
        value={keep}
        onChange={setKeep}
        cards={[
          {
            value: 'known',
            title: t('setup.keepKnown'),
            text: t('setup.keepKnownText'),
            badge: t('setup.recommended'),
          },
          { value: 'everything', title: t('setup.keepEverything'), text: t('setup.keepEverythingText') },
        ]}
      />
      <div className="flex flex-col gap-3 rounded-card bg-warning-soft p-4">
        <p className="flex gap-2.5">
          <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-warning" />
          {t('setup.risk')}
        </p>
        <Checkbox label={t('setup.riskTick')} checked={accepted} onChange={setAccepted} />
      </div>
      <Button
        size="lg"
        variant="primary"
        disabled={!accepted}
        busy={busy}
        onClick={() => {
          setBusy(true)
          void setPreferences({ keep, riskAcceptedAt: Date.now() }).then(() => setBusy(false))
        }}
      >
        {t('common.next')}
      </Button>
    </Frame>
  )
}

function LinkStep() {
  const { t } = useTranslation()
  const account = useAccounts((state) => state.accounts?.[0])
  useEffect(() => useFirstRun.setState({ linking: true }), [])
  return (
    <Frame step="link" title={t('link.title')} text={t('link.text')} wide>
      {account && <LinkPanel account={account} />}
      {account?.state === 'syncing' && (
        <Button size="lg" variant="primary" onClick={() => useFirstRun.setState({ linking: false })}>
          {t('setup.toInbox')}
        </Button>
      )}
      {account && isNeverLinked(account) && (
        <Button
          size="lg"
          onClick={() => {
            useFirstRun.setState({ linking: false })
            void setPreferences({ linkLater: true })
          }}
        >
          {t('setup.linkLater')}
        </Button>
      )}
    </Frame>
  )
}

export interface SetupProps {
  step: SetupStep
  status: SetupStatus
  preferences: Preferences
}

export function Setup({ step, status, preferences }: SetupProps) {
  const { t } = useTranslation()
  switch (step) {
    case 'problem':
      return status.problem && <ProblemStep problem={status.problem} />
    case 'language':
      return <LanguageStep />
    case 'key':
      return <KeyStep status={status} />
    case 'recovery-code':
      return status.recoveryCode === null ? null : <RecoveryStep code={status.recoveryCode} />
    case 'unlock':
      return <UnlockStep />
    case 'opening':
      return (
        <Frame step="opening" title={t('setup.openingTitle')} text={t('setup.openingText')}>
          {null}
        </Frame>
      )
    case 'crm':
      return <CrmStep />
    case 'keep':
      return <KeepStep preferences={preferences} />
    case 'link':
      return <LinkStep />
  }
}
