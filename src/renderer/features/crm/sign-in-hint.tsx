/** Said where nothing reaches the CRM because nobody is signed in, with the button that mends it. */
import { Building2 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useCrm } from '../../stores/app'
import { Button } from '../../ui'
import { SignInDialog } from './sign-in-form'
import { openSignIn, useSignInDialog } from './sign-in-dialog'
import { needsSignIn } from './status'

/** Nobody is signed in to the CRM. */
export const useNeedsSignIn = (): boolean => useCrm(({ status }) => needsSignIn(status))

/** Below a form: shows only while nobody is signed in. */
export function SignInHint() {
  const { t } = useTranslation()
  if (!useNeedsSignIn()) return null
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2 rounded-card bg-surface-2 px-3 py-2 text-small text-text-2">
      <Building2 aria-hidden className="size-4 shrink-0" />
      <p className="min-w-0 grow basis-32">{t('crm.signInToSend')}</p>
      <Button size="sm" onClick={openSignIn}>
        {t('crm.signIn')}
      </Button>
    </div>
  )
}

export function CrmSignIn() {
  const open = useSignInDialog((state) => state.open)
  return <SignInDialog open={open} onClose={() => useSignInDialog.setState({ open: false })} />
}
