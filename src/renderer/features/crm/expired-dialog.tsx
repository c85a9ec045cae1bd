/** The CRM ended the session: asks for the password over whatever is on the screen, which stays as it is. */
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { problemText } from '../../lib/attempt'
import { useCrm } from '../../stores/app'
import { Button, Dialog, PasswordInput } from '../../ui'
import { CrmForm, useAsking } from './crm-form'
import { useAsksPassword, useExpiry } from './expiry'
import { openSignIn } from './sign-in-dialog'
import { SignInDialog } from './sign-in-form'

const FORM = 'crm-password'

function Asking({ url, email }: { url: string; email: string }) {
  const { t } = useTranslation()
  const [password, setPassword] = useState('')
  const { tried, busy, problem, ...asking } = useAsking({ onDone: () => undefined })
  const putOff = () => useExpiry.setState({ putOff: true })
  return (
    <Dialog
      open
      onClose={putOff}
      title={t('crm.expiredTitle')}
      description={t('crm.expiredText', { host: new URL(url).host })}
      footer={
        <>
          <Button
            variant="ghost"
            className="mr-auto"
            onClick={() => {
              putOff()
              openSignIn()
            }}
          >
            {t('crm.expiredOther')}
          </Button>
          <Button onClick={putOff}>{t('crm.expiredLater')}</Button>
          <Button variant="primary" type="submit" form={FORM} busy={busy}>
            {t('crm.signIn')}
          </Button>
        </>
      }
    >
      <CrmForm
        formId={FORM}
        problem={problem && problemText(problem)}
        onSubmit={() => void asking.signIn(password !== '', { url, email, password })}
      >
        <PasswordInput
          label={t('crm.passwordOf', { email })}
          error={tried && password === '' ? t('crm.passwordError') : null}
          autoComplete="current-password"
          value={password}
          onChange={(event) => {
            setPassword(event.currentTarget.value)
            asking.changed()
          }}
        />
        {/* For password managers, which fill by the name they see. */}
        <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
      </CrmForm>
    </Dialog>
  )
}

export function ExpiredDialog() {
  const asks = useAsksPassword()
  const status = useCrm((state) => state.status)
  if (!asks || !status?.user || status.url === null) return null
  // A key that is not taken any more has to be replaced by another one.
  if (status.kind === 'frappe')
    return <SignInDialog open onClose={() => useExpiry.setState({ putOff: true })} />
  return <Asking url={status.url} email={status.user.email} />
}
