/** What an account is called on the screen, and the mark that a conversation carries where there are several. */
import { useTranslation } from 'react-i18next'
import type { Account, AccountColour } from '../../../contract'
import { cx } from '../../lib/cx'
import { useFormat } from '../../lib/format'
import { useAccounts } from '../../stores/app'
import { VisuallyHidden } from '../../ui'
import { inkOf } from './colours'

/** The person's own name for it, else what WhatsApp or the number says. */
export function useAccountName(): (account: Account) => string {
  const { t } = useTranslation()
  const format = useFormat()
  return ({ label, name, phone }) =>
    label ?? name ?? (phone === null ? t('account.unnamed') : format.phone(phone))
}

/** The same by id; null where there is only one account, and nothing to tell apart. */
export function useNameOfSeveral(): (accountId: string) => string | null {
  const nameOf = useAccountName()
  const accounts = useAccounts((state) => state.accounts)
  return (accountId) => {
    const account = accounts?.find(({ id }) => id === accountId)
    return account && accounts && accounts.length > 1 ? nameOf(account) : null
  }
}

export function ColourDot({ colour, className }: { colour: AccountColour; className?: string }) {
  return (
    <span
      aria-hidden
      className={cx('inline-block size-2 shrink-0 rounded-full', className)}
      style={{ background: inkOf(colour) }}
    />
  )
}

/** Only its colour, in the corner of a face, where there is no room for its name: which is told on pointing at it. */
export function AccountSign({ accountId }: { accountId: string }) {
  const name = useNameOfSeveral()(accountId)
  const colour = useAccounts(({ accounts }) => accounts?.find(({ id }) => id === accountId)?.colour)
  if (name === null || colour === undefined) return null
  return (
    <span
      aria-hidden
      title={name}
      className="absolute -right-0.5 -bottom-0.5 flex rounded-full bg-surface-1 p-0.5"
    >
      <ColourDot colour={colour} className="size-2.5" />
    </span>
  )
}

/** Its name, to those who don't see its colour. */
export function AccountTold({ accountId }: { accountId: string }) {
  return <VisuallyHidden>{useNameOfSeveral()(accountId)}</VisuallyHidden>
}

/** Colour and name of the account with this id; nothing where there is only one. */
export function AccountMark({ accountId, className }: { accountId: string; className?: string }) {
  const nameOf = useAccountName()
  const account = useAccounts(({ accounts }) =>
    accounts && accounts.length > 1 ? accounts.find(({ id }) => id === accountId) : undefined,
  )
  if (!account) return null
  return (
    <span className={cx('inline-flex min-w-0 items-center gap-1 text-meta text-text-3', className)}>
      <ColourDot colour={account.colour} />
      <span dir="auto" title={nameOf(account)} className="truncate">
        {nameOf(account)}
      </span>
    </span>
  )
}
