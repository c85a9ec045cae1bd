/** What the tray shows, from the accounts' states and the number of unread chats. Pure. */
import type { Account } from '../../../../contract'
import type { Words } from './words'

/** In the order of what a person should know first: one icon stands for all accounts. */
export const TRAY_STATES = ['attention', 'offline', 'connecting', 'paused', 'connected'] as const
export type TrayState = (typeof TRAY_STATES)[number]

export function stateOf(account: Account): TrayState {
  switch (account.state) {
    case 'attention':
      return 'attention'
    case 'unlinked':
    case 'stopped':
      return 'offline'
    case 'linking':
    case 'syncing':
      return 'connecting'
    case 'reconnecting':
      // Waiting for the next try: the last one failed.
      return account.nextTryAt === null ? 'connecting' : 'offline'
    case 'connected':
      return account.paused ? 'paused' : 'connected'
  }
}

/** Without any account, as before the first run, nothing is connected. */
export function worstOf(accounts: readonly Account[]): TrayState {
  const states = new Set(accounts.map(stateOf))
  return TRAY_STATES.find((state) => states.has(state)) ?? 'offline'
}

/**
 * The file below `tray/`, without folder. macOS colours its template image by itself; on Linux nobody tells the colour of the bar, which
 * is dark on many desktops with light windows.
 * @param isDark the bar.
 */
export function iconFile(state: TrayState, system: NodeJS.Platform, isDark: boolean): string {
  if (system === 'darwin') return `${state}Template.png`
  if (system === 'linux') return `${state}-edged.png`
  return `${state}-${isDark ? 'dark' : 'light'}.png`
}

/** What Windows lays over the taskbar's button; null for nothing unread. */
export function overlayFile(unread: number): string | null {
  if (unread <= 0) return null
  return `unread-${unread > 9 ? 'many' : unread}.png`
}

export function tooltip(accounts: readonly Account[], unread: number, words: Words): string {
  const said = words.states[worstOf(accounts)]
  return ['Leadline', said, ...(unread > 0 ? [words.unread(unread)] : [])].join(' · ')
}
