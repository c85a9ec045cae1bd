/** The one thing that helps an account, where the person may do it. */
import type { Account } from '../../../contract'
import { useMayLink } from '../../stores/rights'
import type { Help } from './view'

/** Help that changes the account: somebody else's takes a right of its own. */
const CHANGES: readonly Help[] = ['link', 'connect', 'resume']

export function useHelp(account: Account | null | undefined, help: Help | null): Help | null {
  const mayLink = useMayLink(account)
  return help !== null && CHANGES.includes(help) && !mayLink ? null : help
}
