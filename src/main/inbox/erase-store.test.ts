/** Erasing a chat, and who goes with it, in the real database. */
import { randomBytes, randomUUID } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ContactChange } from '../../contract'
import { accountsStore } from '../accounts/store'
import { contactsStore, needInCrm } from '../contacts/store'
import { crmStore } from '../crm/store'
import { leadOf, newPhone, orderOf } from '../crm/testing'
import { followupStore } from '../followup/store'
import { ordersStore } from '../orders/store'
import { migrations, type Sql } from '../storage'
import { openDatabase } from '../storage/open'
import { inboxStore } from './store'
import { routeRequest, waIdentity } from './testing'

let folder = ''
let sql: Sql
let conversationId = ''
let contactId = ''
const now = 1_760_000_000_000

/** Somebody with a chat, of whom there is nothing else. */
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'leadline-erase-'))
  const [file, backups] = [path.join(folder, 'leadline.db'), path.join(folder, 'backups')]
  sql = openDatabase({ file, backups, key: randomBytes(32), migrations })
  accountsStore.list(sql, 0)
  const phone = newPhone()
  const identity = waIdentity({ phone, savedName: 'Siti' })
  conversationId = inboxStore.route(
    sql,
    routeRequest({ address: `${phone.slice(1)}@c.us`, identity }),
  ).conversationId!
  contactId = inboxStore.conversations(sql, [conversationId])[0]!.contactId!
})
afterEach(() => {
  sql.raw.close()
  fs.rmSync(folder, { recursive: true, force: true })
})

const person = () => contactsStore.getContact(sql, contactId)
const change = (values: ContactChange) =>
  contactsStore.updateContact(sql, { id: contactId, change: values, now })
const subject = () => ({ kind: 'contact', id: contactId }) as const
const task = () =>
  ({ subject: subject(), title: 'Call back', body: null, dueAt: null, priority: 'normal' }) as const

/** The first that waits is on its way to the CRM. */
function sendNext() {
  const out = crmStore.takeNext(sql, now)
  const frozen = out && crmStore.freeze(sql, out.entryId)
  if (!out || !frozen) throw new Error('nothing to send')
  const at = new Date(now).toISOString()
  const record = {
    ...frozen.body,
    id: out.recordId,
    version: 1,
    deleted: false,
    createdAt: at,
    updatedAt: at,
  }
  return { entryId: out.entryId, record, now }
}

describe('a person whose last chat is erased', () => {
  it('goes with it', () => {
    inboxStore.erase(sql, conversationId)
    expect(person).toThrow('There is no such contact.')
  })

  it.each<[string, () => unknown]>([
    ['a lead', () => ordersStore.createLead(sql, { ...leadOf(contactId), now })],
    ['an order', () => ordersStore.createOrder(sql, { ...orderOf(contactId), now })],
    [
      'a note',
      () => followupStore.createNote(sql, { id: randomUUID(), subject: subject(), body: 'Pays late', now }),
    ],
    ['a task', () => followupStore.createTask(sql, { id: randomUUID(), ...task(), now })],
    ['a tag', () => change({ tags: ['regular'] })],
    ['a field of their own', () => change({ fields: [{ name: 'Size', value: 'XL' }] })],
    ['an address', () => change({ address: 'Jl. Merdeka 1' })],
    ['another e-mail', () => change({ otherEmails: ['two@example.test'] })],
    [
      'no wish to be written to',
      () => contactsStore.setConsent(sql, { id: contactId, state: 'out', how: null, now }),
    ],
    [
      'a place in the CRM',
      () => {
        needInCrm(sql, contactId, now)
        crmStore.settle(sql, sendNext())
      },
    ],
  ])('stays where there is %s', (_, give) => {
    give()
    const before = person()
    inboxStore.erase(sql, conversationId)
    expect(person()).toEqual(before)
  })
})

describe('a person who goes with their chat', () => {
  const waiting = () => crmStore.waiting(sql, { cursor: null, limit: 10 }).items

  it('is not sent to the CRM any more: what waited of them went too', () => {
    needInCrm(sql, contactId, now)
    expect(waiting()).toMatchObject([{ kind: 'contact', recordId: contactId, title: 'Siti' }])
    inboxStore.erase(sql, conversationId)
    expect(waiting()).toEqual([])
    expect(crmStore.counts(sql)).toEqual({ waiting: 0, refused: 0 })
    expect(crmStore.takeNext(sql, now)).toBeNull()
  })

  it('in the moment in which they are sent takes no answer', () => {
    needInCrm(sql, contactId, now)
    const sent = sendNext()
    inboxStore.erase(sql, conversationId)
    const nothing = { contacts: [], leads: [], orders: [] }
    expect(crmStore.settle(sql, sent)).toMatchObject(nothing)
    expect(crmStore.refuse(sql, { entryId: sent.entryId, reason: 'no', lost: null, now })).toMatchObject(
      nothing,
    )
    expect(waiting()).toEqual([])
  })
})
