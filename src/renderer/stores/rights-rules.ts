/** What the person here may do. What they may not is not shown; the app would refuse it besides. Pure. */
import { may, rightToLink, type Account, type CrmStatus, type Right } from '../../contract'

/** False while it is not known who is here. */
export const isAllowed = (status: CrmStatus | null, right: Right): boolean =>
  status !== null && may(status.role, right)

/** Whether an account may be linked and unlinked. */
export const isLinkable = (status: CrmStatus | null, account: Pick<Account, 'linkedBy'>): boolean =>
  isAllowed(status, rightToLink(account.linkedBy, status?.user?.id ?? null))
