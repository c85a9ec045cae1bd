/**
 * What a window may do, decided on addresses alone. Navigation leads to the window's own origin and nowhere else; what is opened
 * outside is https, mail and telephone; a permission that is not named here is denied.
 */

export const OWN_SCHEME = 'leadline-app'
/** Of our own pages. */
export const OWN_ORIGIN = `${OWN_SCHEME}://inbox`
export const OWN_URL = `${OWN_ORIGIN}/`
/** Of the pages in any session but our own, which are WhatsApp Web's. */
export const WHATSAPP_ORIGIN = 'https://web.whatsapp.com'

/** Longer ones are no links that anybody means, and systems cut or choke on them. */
const LONGEST_URL = 4_000

/** `scheme://host:port`, of our own scheme too, for which `URL.origin` says "null"; null where a name is hidden in it. */
export function originOf(url: string): string | null {
  const parsed = URL.parse(url)
  if (parsed === null || parsed.username !== '' || parsed.password !== '') return null
  return `${parsed.protocol}//${parsed.host}`
}

/** Whether a page of a window whose pages are at `origin` may go to `url`. */
export const mayNavigate = (url: string, origin: string): boolean => originOf(url) === origin

const MAIL_FIELDS = new Set(['subject', 'body', 'cc', 'bcc'])

/** The address as the system's browser, mail program or telephone is given it, or null where it is not for them. */
export function externalUrl(url: string): string | null {
  if (url.length > LONGEST_URL) return null
  const parsed = URL.parse(url)
  if (parsed === null || parsed.username !== '' || parsed.password !== '') return null
  switch (parsed.protocol) {
    case 'https:':
      return parsed.href
    case 'mailto:':
      // Some mail programs attach files that a link names.
      return [...parsed.searchParams.keys()].every((key) => MAIL_FIELDS.has(key.toLowerCase()))
        ? parsed.href
        : null
    case 'tel:':
      return /^tel:\+?[\d().-]{1,30}$/i.test(parsed.href) ? parsed.href : null
    default:
      return null
  }
}

/** Copying a text by a button, a video on the whole screen; nothing else is needed, and nothing at all by WhatsApp Web. */
const OWN_PERMISSIONS = new Set(['clipboard-sanitized-write', 'fullscreen'])

/** @param page where the question comes from, its address as far as known. */
export function mayUse(permission: string, page: { url: string | undefined; isMainFrame: boolean }): boolean {
  return (
    OWN_PERMISSIONS.has(permission) &&
    page.isMainFrame &&
    page.url !== undefined &&
    originOf(page.url) === OWN_ORIGIN
  )
}

/** Whether our own scheme answers: to our own pages, and to what the browser itself loads, which has no initiator. */
export const mayBeServed = (initiatorOrigin: string | undefined): boolean =>
  initiatorOrigin === undefined || initiatorOrigin === OWN_ORIGIN

/** Switches that open the app to whoever else is on the machine, or take a guard away. */
export const REFUSED_SWITCHES = [
  'remote-debugging-port',
  'remote-debugging-pipe',
  'remote-debugging-address',
  'remote-allow-origins',
  'inspect',
  'inspect-brk',
  'inspect-port',
  'inspect-publish-uid',
  'disable-web-security',
  'ignore-certificate-errors',
  'ignore-certificate-errors-spki-list',
  'host-resolver-rules',
  'host-rules',
  'load-extension',
  'no-sandbox',
  'disable-namespace-sandbox',
  'disable-setuid-sandbox',
  'disable-seccomp-filter-sandbox',
  'single-process',
] as const

/** Those of the switches that an installed app refuses to start with. */
export const refusedSwitches = (isGiven: (name: string) => boolean, packaged: boolean): string[] =>
  packaged ? REFUSED_SWITCHES.filter(isGiven) : []
