/** Several accounts beside each other: which to show first, and which a person should hear of. Pure. */
import type { Account } from '../../../contract'
import type { Tone } from '../../ui'
import { isNeverLinked, shownView } from './view'

const URGENCY: readonly Tone[] = ['danger', 'warning', 'info', 'neutral', 'accent', 'success']

/** Off because a person wants it so: worth saying where there is no other account, and no news where there is. */
const isAtRest = ({ state, reason }: Account): boolean =>
  reason === null && (state === 'unlinked' || state === 'stopped')

/** The worst first, those at rest last; those that stand alike stay in their order. */
export function worstFirst(accounts: readonly Account[], ended: boolean): Account[] {
  const rank = (account: Account): number => {
    const { tone, trouble } = shownView(account, ended)
    const group = isAtRest(account) ? 2 : trouble ? 0 : 1
    return group * URGENCY.length + URGENCY.indexOf(tone)
  }
  return [...accounts].sort((a, b) => rank(a) - rank(b))
}

/**
 * The one a single line has room for: in trouble, else one that was never linked and waits for it, else the first. Of those `worstFirst`
 * gave. Whoever unlinked a number on purpose and kept its history needs no reminder of it.
 */
export const toldOf = (first: Account, others: readonly Account[], ended: boolean): Account =>
  shownView(first, ended).trouble || ended
    ? first
    : (others.find((one) => one.state === 'unlinked' && isNeverLinked(one)) ?? first)

/** What the banner speaks of, the worst first. */
export const inTrouble = (accounts: readonly Account[], ended: boolean): Account[] =>
  worstFirst(accounts, ended).filter(
    (account) => shownView(account, ended).trouble && (accounts.length === 1 || !isAtRest(account)),
  )

const used = ({ today }: Account): number => today.sent / today.limit

/** The one nearest its limit of today; the first where they stand alike. What was unlinked or stopped sends nothing, whatever it did before. */
export function fullestOf(first: Account, others: readonly Account[]): Account {
  const [one = first, ...rest] = [first, ...others].filter((account) => !isAtRest(account))
  return rest.reduce((fullest, next) => (used(next) > used(fullest) ? next : fullest), one)
}

/** Whom a new chat starts from: the account asked for, else the first that can start one, else the first. */
export function startingAccount(accounts: readonly Account[], wanted: string | null): string | undefined {
  const asked = accounts.find(({ id }) => id === wanted)
  return (asked ?? accounts.find(({ state }) => state === 'connected') ?? accounts[0])?.id
}

/** Another account with a link to the same number: its chats come in twice. */
export const twinOf = (accounts: readonly Account[], { id, phone, state }: Account): Account | undefined =>
  phone === null || state === 'unlinked'
    ? undefined
    : accounts.find((other) => other.id !== id && other.phone === phone && other.state !== 'unlinked')
