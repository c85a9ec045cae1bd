/** The rooms as the contract's procedures need them. */
import type { Accounts } from '../accounts'
import type { Assistant } from '../assistant'
import type { Catalog, Sharing } from '../catalog'
import type { Cleanup } from '../cleanup'
import type { Contacts, parsePhone } from '../contacts'
import type { Copies } from '../copies'
import type { Crm } from '../crm'
import type { Erasing } from '../erasing'
import type { Notes, Reminders, Tasks } from '../followup'
import type { Health } from '../health'
import type { Imports } from '../imports'
import type { Inbox } from '../inbox'
import type { Media } from '../media'
import type { Leads, Letters, Orders } from '../orders'
import type { Outbox } from '../outbox'
import type { Settings } from '../settings'
import type { Setup } from '../setup'

export interface Rooms {
  setup: Setup
  settings: Settings
  accounts: Accounts
  health: Health
  inbox: Inbox
  outbox: Outbox
  media: Media
  contacts: Contacts
  erasing: Erasing
  leads: Leads
  orders: Orders
  letters: Letters
  notes: Notes
  tasks: Tasks
  reminders: Reminders
  catalog: Catalog
  assistant: Assistant
  sharing: Sharing
  crm: Crm
  imports: Imports
  copies: Copies
  cleanup: Cleanup
  parsePhone: typeof parsePhone
  /** ISO 3166-1 alpha-2: where numbers without a country code belong that are meant for this account. */
  homeCountry(accountId: string): string
}
