/** Every migration, in order. Never change one that was released: add the next. */
import type { Migration } from '../migrate'
import { inbox } from './0001-inbox'
import { selling } from './0002-selling'
import { messageRaws } from './0003-message-raws'
import { outboxAddress } from './0004-outbox-address'
import { accountLid } from './0005-account-lid'
import { severalAccounts } from './0006-several-accounts'
import { leaving } from './0007-leaving'
import { health } from './0008-health'
import { mediaDoubts } from './0009-media-doubts'
import { imports } from './0010-imports'
import { linkedBy } from './0011-linked-by'
import { orders } from './0012-orders'
import { people } from './0013-people'
import { sendTries } from './0014-send-tries'
import { crmInStep } from './0015-crm-in-step'
import { assistant } from './0016-assistant'
import { orderOfArrival } from './0017-order-of-arrival'
import { pictures } from './0018-pictures'
import { erasing } from './0019-erasing'
import { linkEnded } from './0020-link-ended'
import { board } from './0021-board'
import { reminders } from './0022-reminders'
import { productsInStep } from './0023-products-in-step'
import { syncInOrderOfArrival } from './0024-sync-in-order-of-arrival'
import { toldOptedOut } from './0025-told-opted-out'
import { erasedWhen } from './0026-erased-when'
import { toldBefore } from './0027-told-before'
import { fewerIndexEntries } from './0028-fewer-index-entries'
import { drafts } from './0029-drafts'
import { orderSendings } from './0030-order-sendings'
import { categoriesInStep } from './0031-categories-in-step'
import { ofUser } from './0032-of-user'
import { goneRemotes } from './0033-gone-remotes'

export const migrations: readonly Migration[] = [
  inbox,
  selling,
  messageRaws,
  outboxAddress,
  accountLid,
  severalAccounts,
  leaving,
  health,
  mediaDoubts,
  imports,
  linkedBy,
  orders,
  people,
  sendTries,
  crmInStep,
  assistant,
  orderOfArrival,
  pictures,
  erasing,
  linkEnded,
  board,
  reminders,
  productsInStep,
  syncInOrderOfArrival,
  toldOptedOut,
  erasedWhen,
  toldBefore,
  fewerIndexEntries,
  drafts,
  orderSendings,
  categoriesInStep,
  ofUser,
  goneRemotes,
]
