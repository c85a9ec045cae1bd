/**
 * `leadline://chat/<E.164>`, `leadline://lead/<id>`, `leadline://order/<id>`: links that other programs and web pages may open. Whoever
 * writes one is not trusted, so a link can only name what to show; anything that is not exactly of these three forms is refused.
 */
import { openTarget, type OpenTarget } from '../../../contract'

/** What the system is told that we open. */
export const LINK_SCHEME = 'leadline'

const LONGEST = 100
const FORM = /^leadline:\/\/(chat|lead|order)\/([\w+%-]+)\/?$/i

/** Null for everything that is no link of ours. */
export function parseDeepLink(text: string): OpenTarget | null {
  if (text.length > LONGEST) return null
  const [, room = '', name = ''] = FORM.exec(text) ?? []
  const kind = room.toLowerCase()
  // Some systems hand over the plus sign encoded; nothing else in these names ever is.
  const target =
    kind === 'chat' ? { kind, phone: name.replace(/^%2B/i, '+') } : { kind, id: name.toLowerCase() }
  const parsed = openTarget.safeParse(target)
  return parsed.success ? parsed.data : null
}

/** What a start was asked to show: Windows and Linux append the link to the arguments. The first of them counts. */
export function linkIn(argv: readonly string[]): OpenTarget | null {
  const link = argv.find((each) => each.slice(0, LINK_SCHEME.length + 1).toLowerCase() === `${LINK_SCHEME}:`)
  return link === undefined ? null : parseDeepLink(link)
}
