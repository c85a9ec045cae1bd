/** Who of the CRM's is whom here: two of theirs with one number, and people who were erased. */
import { randomBytes, randomUUID } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { updateContact } from '../contacts/edit-store'
import { createContact, getContact, needInCrm } from '../contacts/store'
import { leadsOfContact, updateLead } from '../orders/lead-store'
import { EVERY_ACCOUNT, markOf, migrations, type Sql, type SyncKind } from '../storage'
import { openDatabase } from '../storage/open'
import { applyPages } from './pull-store'
import { applyMissing } from './single-store'
import { rebase } from './rebase-store'
import { choose, waiting } from './waiting-store'
import { freeze, refuse, settle, takeFrozen, takeNext } from './push-store'

const PHONE = '+628120000001'
const AT = '2026-01-02T03:04:05.000Z'
const markKey = randomBytes(32)
const stamped = (id: string, version: number) => ({ id, version, createdAt: AT, updatedAt: AT })

let folder = ''
let sql: Sql
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'leadline-meeting-'))
  const file = path.join(folder, 'leadline.db')
  const backups = path.join(folder, 'backups')
  sql = openDatabase({ file, backups, key: randomBytes(32), markKey, migrations })
})
afterEach(() => {
  sql.raw.close()
  fs.rmSync(folder, { recursive: true, force: true })
})

type Item = ReturnType<typeof stamped> & Record<string, unknown>

/** As `Pull.take` does: what the page is about and is not here is read first, then it goes on. */
function take(kind: Exclude<SyncKind, 'product'>, items: Item[], there: Item[] = []): void {
  const page = { items: JSON.stringify(items), cursor: randomUUID(), more: false }
  const asked = { kind, base: 'https://crm.example.test', generation: 0, pages: [page], now: 5 }
  const result = applyPages(sql, { ...asked, passOver: false })
  for (const { id, kind: missing } of result?.missing ?? []) {
    const record = there.find((one) => one.id === id)
    if (record) applyMissing(sql, { kind: missing, record, generation: 0, now: 6 })
  }
  if ((result?.missing ?? []).length > 0) applyPages(sql, { ...asked, passOver: true })
}

const person = (id: string, version: number, ...phones: string[]): Item => ({
  ...stamped(id, version),
  ...{ name: `Dewi ${version}`, phones },
})
const leadOf = (contactId: string): Item => ({
  ...stamped(randomUUID(), 3),
  ...{ title: 'Sofa', contactId, stageId: 's', value: 9, currency: 'IDR' },
})
const titles = (contactId: string) => leadsOfContact(sql, contactId).map(({ title }) => title)
const names = () => sql.raw.prepare('SELECT name FROM contacts').pluck().all()
const markErased = (phone: string): void => {
  const mark = markOf(markKey, EVERY_ACCOUNT, `${phone.slice(1)}@c.us`)
  sql.raw.prepare('INSERT INTO erased_marks (address_hash) VALUES (?)').run(mark)
}

it('a second of theirs with the same number is the same person here while a change for the first waits', () => {
  const ours = randomUUID()
  createContact(sql, { id: ours, name: 'Dewi', phone: PHONE, note: 'ours', now: 1 })
  const [first, second] = [person(randomUUID(), 1, PHONE), person(randomUUID(), 2, PHONE)]
  take('contact', [first, second])
  take('lead', [leadOf(second.id)], [second])
  expect(titles(ours)).toEqual(['Sofa'])
  const [out] = takeFrozen(sql, { now: 10, limit: 10 })
  expect(out).toMatchObject({ request: { id: first.id, body: { notes: 'ours' } } })
})

it('somebody whom the CRM refused to take is the one who has their number there', () => {
  const ours = randomUUID()
  createContact(sql, { id: ours, name: 'Dewi', phone: PHONE, now: 1 })
  needInCrm(sql, ours, 1)
  const out = takeNext(sql, 2)
  refuse(sql, { entryId: out?.entryId ?? 0, reason: 'This number is taken.', lost: null, now: 3 })
  const theirs = person(randomUUID(), 1, PHONE)
  take('contact', [theirs])
  take('lead', [leadOf(theirs.id)], [theirs])
  expect(titles(ours)).toEqual(['Sofa'])
  expect(names()).toEqual(['Dewi 1'])
})

it('whoever is on their way to the CRM is found there when they are sent', () => {
  const ours = randomUUID()
  createContact(sql, { id: ours, name: 'Dewi', phone: PHONE, now: 1 })
  needInCrm(sql, ours, 1)
  take('contact', [person(randomUUID(), 1, PHONE)])
  expect(sql.raw.prepare('SELECT * FROM merged_remotes').all()).toEqual([])
  const out = takeNext(sql, 2)
  expect(out).toMatchObject({ recordId: ours, lookFor: [PHONE] })
  settle(sql, { entryId: out?.entryId ?? 0, record: person(ours, 2, PHONE), now: 3 })
})

it('nobody who was erased comes back under another id of theirs, nor once the CRM took the number from it', () => {
  markErased(PHONE)
  const again = person(randomUUID(), 7, PHONE)
  take('contact', [again, person(randomUUID(), 8, '+628120000002')])
  take('lead', [leadOf(again.id)], [again])
  take('contact', [person(again.id, 9)])
  expect(names()).toEqual(['Dewi 8'])
})

it('who was erased and added again by a person is met as anybody', () => {
  markErased(PHONE)
  const ours = randomUUID()
  createContact(sql, { id: ours, name: 'Dewi', phone: PHONE, now: 1 })
  const theirs = person(randomUUID(), 7, PHONE)
  take('contact', [theirs])
  take('lead', [leadOf(theirs.id)], [theirs])
  expect(titles(ours)).toEqual(['Sofa'])
})

it('a lead that is given to somebody who is not here yet goes to them, and stays with them when it is changed here', () => {
  const [first, second] = [person(randomUUID(), 1), person(randomUUID(), 3)]
  const lead = leadOf(first.id)
  take('contact', [first])
  take('lead', [lead])
  take('lead', [{ ...lead, version: 4, contactId: second.id }], [second])
  expect([titles(first.id), titles(second.id)]).toEqual([[], ['Sofa']])
  updateLead(sql, { id: lead.id, title: 'Sofa, blue', now: 9 })
  const [out] = takeFrozen(sql, { now: 10, limit: 10 })
  expect(out).toMatchObject({ request: { body: { title: 'Sofa, blue', contactId: second.id } } })
})

it('a lead that is given to somebody who can’t be read stays with them when it is changed here', () => {
  const first = person(randomUUID(), 1)
  const hidden = randomUUID()
  const lead = leadOf(first.id)
  take('contact', [first])
  take('lead', [lead])
  take('lead', [{ ...lead, version: 4, contactId: hidden }])
  expect(titles(first.id)).toEqual(['Sofa'])
  updateLead(sql, { id: lead.id, title: 'Sofa, blue', now: 9 })
  const [out] = takeFrozen(sql, { now: 10, limit: 10 })
  expect(out).toMatchObject({ request: { body: { title: 'Sofa, blue', contactId: hidden } } })
})

it('a lead of somebody who was deleted there and is told anew goes to whom they are there now', () => {
  const first = person(randomUUID(), 1)
  const lead = leadOf(first.id)
  take('contact', [first])
  take('lead', [lead])
  take('contact', [{ ...stamped(first.id, 5), deleted: true }])
  updateLead(sql, { id: lead.id, title: 'Sofa, blue', now: 9 })
  const again = takeNext(sql, 10)!
  expect(again.kind).toBe('contact')
  const told = freeze(sql, again.entryId)!
  expect(told.id).not.toBe(first.id)
  settle(sql, { entryId: again.entryId, record: { ...stamped(told.id, 1), ...told.body }, now: 11 })
  const [out] = takeFrozen(sql, { now: 12, limit: 10 })
  expect(out).toMatchObject({ request: { body: { title: 'Sofa, blue', contactId: told.id } } })
})

const OTHERS = ['+628120000002', '+628120000003'] as const
const phonesOf = (id: string): string[] => getContact(sql, id).phones

it('a number that the CRM takes from somebody is theirs no more here either, unless there is a chat with it', () => {
  const first = { ...person(randomUUID(), 1), phones: [PHONE, ...OTHERS] }
  take('contact', [first])
  sql.raw.exec(`
    INSERT INTO accounts (id, created_at) VALUES ('a', 1);
    INSERT INTO conversations (id, seq, account_id, kind, contact_id, address, phone, at)
      VALUES ('v', 1, 'a', 'person', '${first.id}', 'x@c.us', '${PHONE}', 5);`)
  take('contact', [{ ...first, version: 2, phones: [OTHERS[0]] }])
  expect(phonesOf(first.id)).toEqual([PHONE, OTHERS[0]])
})

it.each(['first', 'last'])(
  'a number that goes from one to another there does so here: who gains it is read %s',
  (when) => {
    const [loser, gainer] = [person(randomUUID(), 1, PHONE), person(randomUUID(), 2, OTHERS[0])]
    take('contact', [loser, gainer])
    const change = [
      { ...gainer, version: 3, phones: [OTHERS[0], PHONE] },
      { ...loser, version: 4, phones: [] },
    ]
    take('contact', when === 'first' ? change : change.reverse())
    expect(phonesOf(gainer.id)).toEqual([PHONE, OTHERS[0]])
    expect(phonesOf(loser.id)).toEqual([])
  },
)

it('a number stays with who is two of theirs where only one of them loses it', () => {
  const [first, second] = [person(randomUUID(), 1, PHONE), person(randomUUID(), 2, PHONE)]
  take('contact', [first])
  take('contact', [second, { ...first, version: 3, phones: [] }])
  expect(phonesOf(first.id)).toEqual([PHONE])
})

it('a number that only this machine knows stays when the CRM takes another, and goes when it is given up', () => {
  const first = { ...person(randomUUID(), 1), phones: [OTHERS[0]] }
  take('contact', [first])
  updateContact(sql, { id: first.id, change: { phones: [OTHERS[0], PHONE] }, now: 5 })
  const out = takeNext(sql, 10)!
  freeze(sql, out.entryId)
  rebase(sql, {
    ...{ entryId: out.entryId, nextAt: 11, now: 11 },
    current: { ...first, version: 2, phones: [OTHERS[1]] },
  })
  const [entry] = waiting(sql, { cursor: null, limit: 10 }).items
  expect(entry).toMatchObject({ state: 'conflict', choices: [{ field: 'phones' }] })
  expect(phonesOf(first.id)).toEqual([PHONE, OTHERS[0]])
  choose(sql, { entryId: out.entryId, choices: { phones: 'theirs' }, now: 12 })
  expect(phonesOf(first.id)).toEqual([OTHERS[1]])
})
