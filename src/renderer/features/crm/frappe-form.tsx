/** Signing in to Frappe CRM or ERPNext: a key and its secret; a test says what the site has, and what to ask the administrator for. */
import { CircleCheck, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { FrappeSite } from '../../../contract'
import { client } from '../../client'
import { problemText } from '../../lib/attempt'
import { useFormat } from '../../lib/format'
import { useCrm } from '../../stores/app'
import { Button, Input, PasswordInput } from '../../ui'
import { CrmForm, useAsking } from './crm-form'
import { siteView } from './frappe-view'
import { isAddress } from './sign-in'
import type { SignInFormProps } from './sign-in-form'

const quoted = (name: string): string => `“${name}”`

function Found({ site }: { site: FrappeSite }) {
  const { t } = useTranslation()
  const format = useFormat()
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
          {lacks.map(({ word, subjects, field }) => (
            <li key={`${word} ${field}`} className="flex items-start gap-2">
              <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-warning" />
              <span className="min-w-0 break-words">
                {t(`frappe.${word}`, { subject: format.list(subjects.map(quoted)), field })}
              </span>
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
  const [testing, setTesting] = useState(false)
  const [site, setSite] = useState<FrappeSite | null>(null)
  const { tried, problem, ...asking } = useAsking({ onDone, ...(onBusy && { onBusy }) })
  const given = { url: form.url.trim(), apiKey: form.apiKey.trim(), apiSecret: form.apiSecret.trim() }
  const complete = isAddress(given.url) && given.apiKey !== '' && given.apiSecret !== ''
  const change = (part: Partial<Form>) => {
    setForm((before) => ({ ...before, ...part }))
    asking.changed()
    setSite(null)
  }
  const look = async () => {
    setTesting(true)
    setSite(await client.crm.checkFrappe(given).finally(() => setTesting(false)))
  }
  const empty = (text: string): string | null => (tried && text === '' ? t('frappe.missingError') : null)
  const wrong =
    problem && (problem.code === 'crm-wrong-password' ? t('frappe.wrongKey') : problemText(problem))
  return (
    <CrmForm
      formId={formId}
      problem={wrong}
      onSubmit={() => void asking.signIn(complete, { kind: 'frappe', ...given })}
    >
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
      <Button className="self-start" busy={testing} onClick={() => void asking.ask(complete, look, true)}>
        {t(testing ? 'frappe.testing' : 'frappe.test')}
      </Button>
      {site && <Found site={site} />}
    </CrmForm>
  )
}
