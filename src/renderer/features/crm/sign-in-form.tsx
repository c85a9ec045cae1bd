/** Signing in to the company's CRM: in a dialog from the settings, or as a step of the first run. */
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { problemText } from '../../lib/attempt'
import { useCrm } from '../../stores/app'
import { FormDialog, Input, PasswordInput, RadioCards } from '../../ui'
import { CrmForm, useAsking } from './crm-form'
import { FrappeForm } from './frappe-form'
import { checkSignIn, type SignInForm as Form } from './sign-in'

export interface SignInFormProps {
  /** Of the form element, for a button outside it. */
  formId: string
  onBusy?: (busy: boolean) => void
  onDone: () => void
}

export function SignInForm({ formId, onBusy, onDone }: SignInFormProps) {
  const { t } = useTranslation()
  const status = useCrm((state) => state.status)
  const [form, setForm] = useState<Form>({
    url: status?.url ?? '',
    email: status?.user?.email ?? '',
    password: '',
  })
  const asking = useAsking({ onDone, ...(onBusy && { onBusy }) })
  const problems = asking.tried ? checkSignIn(form) : []
  const change = (part: Partial<Form>) => {
    setForm((before) => ({ ...before, ...part }))
    asking.changed()
  }
  const submit = () =>
    asking.signIn(checkSignIn(form).length === 0, {
      url: form.url.trim(),
      email: form.email.trim(),
      password: form.password,
    })
  return (
    <CrmForm
      formId={formId}
      problem={asking.problem && problemText(asking.problem)}
      onSubmit={() => void submit()}
    >
      <Input
        label={t('crm.url')}
        hint={t('crm.urlHint')}
        error={problems.includes('url') ? t('crm.urlError') : null}
        inputMode="url"
        autoComplete="url"
        spellCheck={false}
        placeholder="https://crm.example.com"
        value={form.url}
        onChange={(event) => change({ url: event.currentTarget.value })}
      />
      <Input
        label={t('crm.email')}
        error={problems.includes('email') ? t('crm.emailError') : null}
        type="email"
        autoComplete="username"
        value={form.email}
        onChange={(event) => change({ email: event.currentTarget.value })}
      />
      <PasswordInput
        label={t('crm.password')}
        error={problems.includes('password') ? t('crm.passwordError') : null}
        autoComplete="current-password"
        value={form.password}
        onChange={(event) => change({ password: event.currentTarget.value })}
      />
    </CrmForm>
  )
}

export type CrmKindChosen = 'reference' | 'frappe'

/** Which kind of CRM it is. */
export function KindChoice({
  value,
  onChange,
}: {
  value: CrmKindChosen
  onChange: (kind: CrmKindChosen) => void
}) {
  const { t } = useTranslation()
  return (
    <RadioCards
      label={t('frappe.kind')}
      value={value}
      cards={[
        { value: 'reference', title: t('frappe.reference'), text: t('frappe.referenceText') },
        { value: 'frappe', title: t('frappe.frappe'), text: t('frappe.frappeText') },
      ]}
      onChange={onChange}
    />
  )
}

export function SignInDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation()
  const known = useCrm((state) => state.status?.kind ?? 'reference')
  const [chosen, setChosen] = useState<CrmKindChosen | null>(null)
  const kind = chosen ?? known
  const Form = kind === 'frappe' ? FrappeForm : SignInForm
  return (
    <FormDialog
      open={open}
      onClose={onClose}
      title={t('crm.signInTitle')}
      description={t('crm.signInText')}
      formId="crm-sign-in"
      submit={t('crm.signIn')}
    >
      {(onBusy) => (
        <div className="flex flex-col gap-4">
          <KindChoice value={kind} onChange={setChosen} />
          <Form formId="crm-sign-in" onBusy={onBusy} onDone={onClose} />
        </div>
      )}
    </FormDialog>
  )
}
