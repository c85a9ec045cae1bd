/** What is typed to sign in to the CRM, checked before it is sent. Pure. */

export interface SignInForm {
  url: string
  email: string
  password: string
}

export type SignInProblem = 'url' | 'email' | 'password'

/** Whether this can be a web address, with or without a scheme: which one to try is for the app to know. */
export function isAddress(text: string): boolean {
  const bare = text.trim()
  if (bare === '' || /\s/.test(bare)) return false
  // A host with a port looks like a scheme ("shop.example:8080"), so only what has slashes counts as one.
  const written = /^[a-z][a-z\d+.-]*:\/\//i.test(bare) ? bare : `https://${bare}`
  if (!URL.canParse(written)) return false
  const url = new URL(written)
  const isWeb = url.protocol === 'https:' || url.protocol === 'http:'
  return isWeb && url.username === '' && url.password === ''
}

/** What is wrong, field by field. */
export function checkSignIn(form: SignInForm): SignInProblem[] {
  const problems: SignInProblem[] = []
  if (!isAddress(form.url)) problems.push('url')
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(form.email.trim())) problems.push('email')
  if (form.password === '') problems.push('password')
  return problems
}
