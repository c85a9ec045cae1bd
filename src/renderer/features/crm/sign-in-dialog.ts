/** The dialog to sign in to the CRM, opened from wherever something needs it: there is one, beside all forms. */
import { create } from 'zustand'

export const useSignInDialog = create<{ open: boolean }>(() => ({ open: false }))

export const openSignIn = (): void => useSignInDialog.setState({ open: true })
