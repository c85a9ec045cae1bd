/** The one contract between the app and its screens: every procedure and event, declared once. No logic, imports nothing of ours. */
import { eventIterator } from '@orpc/contract'
import { procedure } from './base'
import { appEvent } from './events'
import { accounts } from './procedures/accounts'
import { assistant } from './procedures/assistant'
import { catalog } from './procedures/catalog'
import { cleanup } from './procedures/cleanup'
import { contacts } from './procedures/contacts'
import { conversations } from './procedures/conversations'
import { crm, leads, orders } from './procedures/crm'
import { notes, tasks } from './procedures/followup'
import { erasing } from './procedures/erasing'
import { health } from './procedures/health'
import { imports } from './procedures/imports'
import { messages } from './procedures/messages'
import { notices, system } from './procedures/notices'
import { preferences } from './procedures/preferences'
import { setup } from './procedures/setup'
import { updates } from './procedures/updates'

export const contract = {
  setup,
  preferences,
  accounts,
  health,
  cleanup,
  conversations,
  messages,
  contacts,
  erasing,
  leads,
  orders,
  catalog,
  notes,
  tasks,
  assistant,
  crm,
  imports,
  updates,
  notices,
  system,
  /** The stream of events, from the moment it is called. */
  events: procedure.output(eventIterator(appEvent)),
}
export type Contract = typeof contract

export * from './entities/account'
export * from './entities/assistant'
export * from './entities/assistant-lists'
export * from './entities/board'
export * from './entities/cleanup'
export * from './entities/common'
export * from './entities/contact'
export * from './entities/conversation'
export * from './entities/erasing'
export * from './entities/followup'
export * from './entities/import'
export * from './entities/frappe'
export * from './entities/health'
export * from './entities/limits'
export * from './entities/merge'
export * from './entities/message'
export * from './entities/notices'
export * from './entities/open-target'
export * from './entities/preferences'
export * from './entities/money'
export * from './entities/order-moves'
export * from './entities/selling'
export * from './entities/sums'
export * from './entities/team'
export * from './entities/timeline'
export * from './entities/update'
export * from './errors'
export * from './events'
export * from './needs'
export * from './rights'
export {
  crmStatus,
  recordKind,
  waitingEntry,
  type CrmStatus,
  type RecordKind,
  type WaitingEntry,
  crmKind,
  type CrmKind,
  type CrmSignIn,
} from './procedures/crm'
export { messagePage, type MessagePage } from './procedures/messages'
export { setupStatus, type SetupStatus } from './procedures/setup'
