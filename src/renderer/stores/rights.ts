/** What the person here may do, for the screens. */
import type { Account, Right } from '../../contract'
import { useCrm } from './app'
import { isAllowed, isLinkable } from './rights-rules'

export const useMay = (right: Right): boolean => useCrm(({ status }) => isAllowed(status, right))

export const useMayLink = (account: Pick<Account, 'linkedBy'> | null | undefined): boolean =>
  useCrm(({ status }) => (account ? isLinkable(status, account) : false))
