/** Signing in to Frappe CRM or ERPNext: a key and its secret; a test says what the site has, and what to ask the administrator for. */
import { CircleCheck, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { FrappeSite } from '../../../contract'
import { client, problemOf, type Problem } from '../../client'
import { problemText } from '../../lib/attempt'
import { useCrm } from '../../stores/app'
import { Banner, Button, Input, PasswordInput } from '../../ui'
import { siteView } from './frappe-view'
import { isAddress } from './sign-in'
import type { SignInFormProps } from './sign-in-form'

function Found({ site }: { site: FrappeSite }) {
  const { t } = useTranslation()
  const { has, lacks } = siteView(site)
  return (
    <section aria-label={t('frappe.result')} role="status" className="flex flex-col gap-2 text-small">
      <p className="flex items-start gap-2">
        {site.usable ? (
          <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-success" />
        ) : (
          <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-danger" />
        )}
        <span className="min-w-0 break-words">
          {t('frappe.asUser', { user: site.user })} {t(site.usable ? 'frappe.usable' : 'frappe.unusable')}{' '}
          {has.length > 0 && t('frappe.has', { names: has.join(', ') })}
        </span>
      </p>
      {lacks.length > 0 && (
        <ul className="flex flex-col gap-1.5">
          {lacks.map(({ word, subject, field }) => (
            <li key={`${word} ${subject} ${field}`} className="flex items-start gap-2">
              <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-warning" />
              <span className="min-w-0 break-words">{t(`frappe.${word}`, { subject, field })}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

const EMPTY = { url: '', apiKey: '', apiSecret: '' }
type Form = typeof EMPTY

export function FrappeForm({ formId, onBusy, onDone }: SignInFormProps) {
  const { t } = useTranslation()
  const known = useCrm(({ status }) => (status?.kind === 'frappe' ? status.url : null))
  const [form, setForm] = useState<Form>({ ...EMPTY, url: known ?? '' })
  const [tried, setTried] = useState(false)
  const [testing, setTesting] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [site, setSite] = useState<FrappeSite | null>(null)
  const given = { url: form.url.trim(), apiKey: form.apiKey.trim(), apiSecret: form.apiSecret.trim() }
  const complete = isAddress(given.url) && given.apiKey !== '' && given.apiSecret !== ''
  const change = (part: Partial<Form>) => {
    setForm((before) => ({ ...before, ...part }))
    setProblem(null)
    setSite(null)
  }
  const ask = async (work: () => Promise<void>, busy: (on: boolean) => void) => {
    setTried(true)
    if (!complete) return
    setProblem(null)
    busy(true)
    try {
      await work()
    } catch (error) {
      setProblem(problemOf(error))
    } finally {
      busy(false)
    }
  }
  const test = () => ask(async () => setSite(await client.crm.checkFrappe(given)), setTesting)
  const signIn = () =>
    ask(
      async () => {
        useCrm.setState({ status: await client.crm.signIn({ kind: 'frappe', ...given }) })
        onDone()
      },
      (on) => onBusy?.(on),
    )
  const empty = (text: string): string | null => (tried && text === '' ? t('frappe.missingError') : null)
  return (
    <form
      id={formId}
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        void signIn()
      }}
    >
      {problem && (
        <Banner tone="danger" urgent rounded>
          {problem.code === 'crm-wrong-password' ? t('frappe.wrongKey') : problemText(problem)}
        </Banner>
      )}
      <Input
        label={t('frappe.url')}
        hint={t('frappe.urlHint')}
        error={tried && !isAddress(given.url) ? t('crm.urlError') : null}
        inputMode="url"
        autoComplete="url"
        spellCheck={false}
        value={form.url}
        onChange={(event) => change({ url: event.currentTarget.value })}
      />
      <Input
        label={t('frappe.key')}
        hint={t('frappe.keyHint')}
        error={empty(given.apiKey)}
        autoComplete="username"
        spellCheck={false}
        value={form.apiKey}
        onChange={(event) => change({ apiKey: event.currentTarget.value })}
      />
      <PasswordInput
        label={t('frappe.secret')}
        error={empty(given.apiSecret)}
        autoComplete="current-password"
        value={form.apiSecret}
        onChange={(event) => change({ apiSecret: event.currentTarget.value })}
      />
      <Button className="self-start" busy={testing} onClick={() => void test()}>
        {t(testing ? 'frappe.testing' : 'frappe.test')}
      </Button>
      {site && <Found site={site} />}
    </form>
  )
}
