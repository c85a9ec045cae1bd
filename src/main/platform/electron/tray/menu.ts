/** The tray's menu as data: what is said, and what a click asks for. Pure. */
import type { Account } from '../../../../contract'
import { stateOf } from './state'
import type { Words } from './words'

export type TrayAction = { do: 'open' } | { do: 'quit' } | { do: 'pause'; accountId: string; paused: boolean }

export type TrayItem =
  | { kind: 'separator' }
  | { kind: 'item'; label: string; action: TrayAction | null }
  | { kind: 'menu'; label: string; items: TrayItem[] }

const nameOf = (account: Account, words: Words): string =>
  account.label ?? account.name ?? account.phone ?? words.account

function pauseItem(account: Account, words: Words): TrayItem {
  const { id, paused } = account
  return {
    kind: 'item',
    label: paused ? words.resume : words.pause,
    action: { do: 'pause', accountId: id, paused: !paused },
  }
}

/** One account stands in the menu itself, several each in a menu of their own. */
function accountItems(accounts: readonly Account[], words: Words): TrayItem[] {
  return accounts.flatMap((account) => {
    const label = `${nameOf(account, words)} · ${words.states[stateOf(account)]}`
    const pause = pauseItem(account, words)
    if (accounts.length > 1) return [{ kind: 'menu' as const, label, items: [pause] }]
    return [{ kind: 'item' as const, label, action: null }, pause]
  })
}

export function menuOf(accounts: readonly Account[], unread: number, words: Words): TrayItem[] {
  const open: TrayItem = { kind: 'item', label: words.open, action: { do: 'open' } }
  const quit: TrayItem = { kind: 'item', label: words.quit, action: { do: 'quit' } }
  const about: TrayItem[] = accountItems(accounts, words)
  if (unread > 0) about.push({ kind: 'item', label: words.unread(unread), action: { do: 'open' } })
  const separator: TrayItem = { kind: 'separator' }
  return [open, separator, ...about, ...(about.length > 0 ? [separator] : []), quit]
}
