/** What other features show of the CRM. */
export { CrmSettings } from './crm-settings'
export { ExpiredDialog } from './expired-dialog'
export { FrappeForm } from './frappe-form'
export { SignInDialog, SignInForm, type SignInFormProps } from './sign-in-form'
export { openSignIn } from './sign-in-dialog'
export { CrmSignIn, SignInHint, useNeedsSignIn } from './sign-in-hint'
export { SyncLine, type SyncLineProps } from './sync-line'
