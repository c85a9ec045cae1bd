/** The one thing that helps an account, where the person may do it. */
import type { Account } from '../../../contract'
import { useMayLink } from '../../stores/rights'
import type { Help } from './view'

/** Help that links or unlinks: somebody else's account takes a right of its own. */
const LINKS: readonly Help[] = ['link', 'connect']

export function useHelp(account: Account | null | undefined, help: Help | null): Help | null {
  const mayLink = useMayLink(account)
  return help !== null && LINKS.includes(help) && !mayLink ? null : help
}
