/** What is typed to sign in to the CRM, checked before it is sent. Pure. */

export interface SignInForm {
  url: string
  email: string
  password: string
}

export type SignInProblem = 'url' | 'email' | 'password'

/** The address as it will be asked: `https://` unless a scheme is written. Null where it is no web address. */
export function addressOf(text: string): string | null {
  const bare = text.trim()
  if (bare === '' || /\s/.test(bare)) return null
  // A host with a port looks like a scheme ("shop.example:8080"), so only what has slashes counts as one.
  const written = /^[a-z][a-z\d+.-]*:\/\//i.test(bare) ? bare : `https://${bare}`
  if (!URL.canParse(written)) return null
  const url = new URL(written)
  const isWeb = url.protocol === 'https:' || url.protocol === 'http:'
  return isWeb && url.username === '' && url.password === '' ? written.replace(/\/+$/, '') : null
}

/** What is wrong, field by field. */
export function checkSignIn(form: SignInForm): SignInProblem[] {
  const problems: SignInProblem[] = []
  if (addressOf(form.url) === null) problems.push('url')
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(form.email.trim())) problems.push('email')
  if (form.password === '') problems.push('password')
  return problems
}
