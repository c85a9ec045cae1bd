/** Two people made one and parted again, in the real database: nobody loses anything, and parting them gives back what was. */
import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { accountsStore } from '../accounts/store'
import type { Contact, ContactChange, MergeChoices } from '../../contract'
import { MERGE_FIELDS } from '../../contract'
import type { crmStore } from '../crm/store'
import { leadOf, newPhone, orderOf } from '../crm/testing'
import type { followupStore } from '../followup/store'
import type { inboxStore } from '../inbox/store'
import { routeRequest, waIdentity } from '../inbox/testing'
import type { ordersStore } from '../orders/store'
import { migrations, type Remote } from '../storage'
import { openDatabase } from '../storage/open'
import { openTestStorage, type TestStorage } from '../storage/test-storage'
import { samenessOf } from './merge-rules-store'
import type { contactsStore } from './store'

let test: TestStorage
let contacts: Remote<typeof contactsStore>
let inbox: Remote<typeof inboxStore>
let orders: Remote<typeof ordersStore>
let crm: Remote<typeof crmStore>
let followup: Remote<typeof followupStore>
let now = 1_760_000_000_000

beforeAll(async () => {
  test = await openTestStorage()
  contacts = test.storage.store<typeof contactsStore>('contacts')
  inbox = test.storage.store<typeof inboxStore>('inbox')
  orders = test.storage.store<typeof ordersStore>('orders')
  crm = test.storage.store<typeof crmStore>('crm')
  followup = test.storage.store<typeof followupStore>('followup')
  await test.storage.store<typeof accountsStore>('accounts').list(0)
})
afterAll(() => test.cleanup())
beforeEach(async () => {
  await crm.recover()
  await sendAll()
})

const make = (change: ContactChange & { name: string }): Promise<Contact> =>
  contacts.createPerson({ id: randomUUID(), change, now: (now += 1000) })
const chatWith = async (phone: string): Promise<string> => {
  const identity = waIdentity({ phone, savedName: 'By phone' })
  return (await inbox.route(routeRequest({ address: `${phone.slice(1)}@c.us`, identity, at: now })))
    .conversationId!
}
const merge = (a: Contact, b: Contact, choices: MergeChoices = {}, mergeId = randomUUID()) =>
  contacts
    .merge({ mergeId, contactIds: [a.id, b.id], choices, now: (now += 1000) })
    .then((merged) => ({ ...merged, mergeId }))
const undo = (mergeId: string) => contacts.undoMerge({ mergeId, now: (now += 1000) })

/** The CRM takes all that waits, as it was sent. */
async function sendAll(): Promise<void> {
  for (let out = await crm.takeNext(now); out; out = await crm.takeNext(now)) {
    const frozen = (await crm.freeze(out.entryId))!
    const at = new Date(now).toISOString()
    const stamps = { version: (frozen.ifMatch ?? 0) + 1, deleted: false, createdAt: at, updatedAt: at }
    await crm.settle({
      entryId: out.entryId,
      record: { stageId: 's', ...frozen.body, id: out.recordId, ...stamps },
      now,
    })
  }
}

/** Everything in the database but what says that they were one, and what is drawn anew for each request to the CRM. */
function state(): Record<string, unknown[]> {
  const sql = openDatabase({ ...{ file: test.file, backups: test.backups, key: test.key }, migrations })
  const tables = sql
    .statement(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND sql NOT LIKE 'CREATE VIRTUAL%'",
    )
    .pluck()
    .all() as string[]
  const plain = tables.filter((name) => !/_search_/.test(name) && !['merges', 'settings'].includes(name))
  const rows = plain.map((name) => {
    const all = sql.statement(`SELECT * FROM "${name}"`).all() as Record<string, unknown>[]
    const kept = all
      .filter(({ kind }) => name !== 'contact_events' || (kind !== 'merge' && kind !== 'unmerge'))
      .map((row) => (name === 'change_log' ? { ...row, id: 0, idempotency_key: '' } : row))
    return [name, kept.map((row) => JSON.stringify(row)).sort()] as const
  })
  const found = sql.statement('SELECT rowid, text FROM contact_search ORDER BY rowid').all()
  const chats = sql.statement('SELECT rowid, text FROM conversation_search ORDER BY rowid').all()
  sql.raw.close()
  return { ...Object.fromEntries(rows), found, chats }
}

const identities = ({ name, aliases, phones, email, otherEmails, lids }: Contact) => [
  ...[name, ...aliases].map((text) => text.toLowerCase()),
  ...phones,
  ...[email ?? [], otherEmails].flat().map((text) => text.toLowerCase()),
  ...lids,
]

describe('merging', () => {
  it.each([
    ['the one that went', 'Siti', 'Sita', 'stays', 'Sita'],
    ['the one that stayed, where the other’s name stands', 'Siti', 'Sita', 'goes', 'Siti'],
    ['a number, where both are called alike', 'Siti', 'Siti', 'stays', null],
  ] as const)('names in the timeline %s', async (_what, first, second, nameOf, told) => {
    const a = await make({ name: first, phones: [newPhone()] })
    const phone = newPhone()
    const b = await make({ name: second, phones: [phone] })
    const { contact } = await merge(a, b, { name: nameOf === 'stays' ? a.id : b.id })
    const { items } = await contacts.timeline({ contactId: contact.id, cursor: null, limit: 10 })
    expect(items.find(({ kind }) => kind === 'merge')).toMatchObject({ name: told ?? phone })
  })

  it('finds whose numbers these are', async () => {
    const [one, two] = [newPhone(), newPhone()]
    const a = await make({ name: 'Siti', phones: [one, two] })
    expect(await contacts.havingPhones([one, two, newPhone()])).toMatchObject([{ id: a.id, name: 'Siti' }])
  })

  it('puts together what can be, lets a person choose the rest, and moves all that belongs to them', async () => {
    const [one, two] = [newPhone(), newPhone()]
    const a = await make({
      name: 'Siti Rahma',
      phones: [one],
      email: 'siti@a.example',
      tags: ['VIP'],
      note: 'A',
    })
    const b = await make({
      ...{ name: 'Bu Siti', phones: [two], email: 'siti@b.example', tags: ['vip', 'Grosir'], note: 'B' },
      ...{ company: 'Toko', fields: [{ name: 'Ukuran', value: 'L' }] },
    })
    await contacts.setConsent({ id: b.id, state: 'out', how: 'STOP', now })
    const chat = await chatWith(two)
    const lead = await orders.createLead({ ...leadOf(a.id), now })
    const order = await orders.createOrder({ ...orderOf(b.id, { conversationId: chat }), now })
    const all = state()
    const choices = { name: a.id, email: b.id }
    const preview = await contacts.mergePreview({ contactIds: [b.id, a.id], choices, now })
    // Looked at, nothing has changed.
    expect(state()).toEqual(all)
    expect(preview.choices).toMatchObject({
      note: 'both',
      email: preview.stays.id,
      company: b.id,
      consent: b.id,
    })
    const { contact } = await merge(a, b, choices)
    expect(preview.becomes).toMatchObject({ ...contact, sync: expect.anything() as unknown })
    expect(contact).toMatchObject({
      ...{ name: 'Siti Rahma', aliases: ['Bu Siti'], phones: [one, two].sort(), email: 'siti@b.example' },
      ...{ otherEmails: ['siti@a.example'], company: 'Toko', consent: { state: 'out', how: 'STOP' } },
      fields: [{ name: 'Ukuran', value: 'L' }],
    })
    expect(contact.note?.split('\n').sort()).toEqual(['A', 'B'])
    expect(contact.tags.map((tag) => tag.toLowerCase()).sort()).toEqual(['grosir', 'vip'])
    expect(await inbox.conversations([chat])).toMatchObject([{ contactId: contact.id }])
    expect((await orders.leadsOfContact(contact.id)).map(({ id }) => id)).toEqual([lead.id])
    expect((await orders.ordersOfContact(contact.id)).map(({ id }) => id)).toEqual([order.id])
    const gone = contact.id === a.id ? b.id : a.id
    await expect(contacts.getContact(gone)).rejects.toMatchObject({ code: 'not-found' })
  })

  it('and parting again gives the same database, whatever they were and wherever the CRM is with them', async () => {
    const text = fc.constantFrom('Ani', 'Budi', 'ANI', 'Çelik', 'Toko Melati', 'x')
    const some = <T>(item: fc.Arbitrary<T>) => fc.option(item, { nil: null })
    const person = fc.record({
      name: text,
      aliases: fc.array(text, { maxLength: 2 }),
      numbers: fc.integer({ min: 0, max: 2 }),
      email: some(fc.constantFrom('a@x.example', 'b@x.example')),
      otherEmails: fc.array(fc.constantFrom('a@x.example', 'c@x.example'), { maxLength: 2 }),
      company: some(text),
      address: some(text),
      tags: fc.array(text, { maxLength: 3 }),
      note: some(text),
      fields: fc.array(fc.record({ name: text, value: text }), { maxLength: 2 }),
      consent: fc.constantFrom('unknown' as const, 'in' as const, 'out' as const),
      hasChat: fc.boolean(),
      sold: fc.constantFrom('nothing', 'lead', 'order', 'note', 'task'),
      isSent: fc.boolean(),
      changedAfter: fc.boolean(),
    })
    const put = async (from: typeof person extends fc.Arbitrary<infer T> ? T : never) => {
      const { numbers, consent, hasChat, sold, isSent, changedAfter, ...change } = from
      const phones = Array.from({ length: numbers }, newPhone)
      const made = await make({ ...change, phones })
      await contacts.setConsent({ id: made.id, state: consent, how: null, now: (now += 1000) })
      if (hasChat && phones[0]) await chatWith(phones[0])
      if (sold === 'lead') await orders.createLead({ ...leadOf(made.id), now })
      if (sold === 'order') await orders.createOrder({ ...orderOf(made.id), now })
      const subject = { kind: 'contact' as const, id: made.id }
      if (sold === 'note') await followup.createNote({ id: randomUUID(), subject, body: 'Call', now })
      const task = { subject, title: 'Call', body: null, dueAt: null, priority: 'normal' as const }
      if (sold === 'task') await followup.createTask({ id: randomUUID(), ...task, now })
      if (isSent) await sendAll()
      if (changedAfter)
        await contacts.updateContact({ id: made.id, change: { company: 'Later' }, now: (now += 1) })
      return contacts.getContact(made.id)
    }
    const choice = fc.constantFrom('usual', 'a', 'b')
    await fc.assert(
      fc.asyncProperty(
        person,
        person,
        fc.array(choice, { minLength: 6, maxLength: 6 }),
        async (one, two, chosen) => {
          const [a, b] = [await put(one), await put(two)]
          const before = state()
          const choices = Object.fromEntries(
            MERGE_FIELDS.map((field, index) => [field, chosen[index] === 'a' ? a.id : b.id] as const).filter(
              (_, index) => chosen[index] !== 'usual',
            ),
          )
          const { contact, mergeId } = await merge(a, b, choices)
          const kept = identities(contact)
          for (const identity of [...identities(a), ...identities(b)]) expect(kept).toContain(identity)
          await undo(mergeId)
          const after = state()
          for (const [table, rows] of Object.entries(before))
            expect({ [table]: after[table] }).toEqual({ [table]: rows })
        },
      ),
      { numRuns: 40 },
    )
  }, 120_000)

  it('keeps what was changed and what came since with whom it belongs to', async () => {
    const [one, two] = [newPhone(), newPhone()]
    const a = await make({ name: 'Stays', phones: [one], tags: ['A'] })
    const b = await make({ name: 'Goes', phones: [two], tags: ['B'], note: 'B' })
    const chat = await chatWith(two)
    const { contact, mergeId } = await merge(a, b, { name: a.id })
    const gone = contact.id === a.id ? b : a
    await contacts.updateContact({
      id: contact.id,
      change: { address: 'New', tags: [...contact.tags, 'C'] },
      now,
    })
    const since = await orders.createLead({ ...leadOf(contact.id, { conversationId: chat }), now })
    const other = await orders.createLead({ ...leadOf(contact.id), now })
    const { contact: stays, back } = await undo(mergeId)
    expect(back.id).toBe(gone.id)
    expect(stays).toMatchObject({ address: 'New' })
    expect(stays.tags).toContain('C')
    expect(back).toMatchObject({ name: gone.name, tags: gone.tags, note: gone.note })
    expect((await orders.leadsOfContact(b.id)).map(({ id }) => id)).toContain(since.id)
    expect((await orders.leadsOfContact(stays.id)).map(({ id }) => id)).toContain(other.id)
    await expect(undo(mergeId)).rejects.toMatchObject({ code: 'not-found' })
  })

  it('writes to neither where one of them opted out meanwhile', async () => {
    const [a, b] = [await make({ name: 'Siti' }), await make({ name: 'Siti R' })]
    await contacts.setConsent({ id: a.id, state: 'in', how: 'asked', now: (now += 1000) })
    const { contact, mergeId } = await merge(a, b)
    await contacts.setConsent({ id: contact.id, state: 'out', how: 'STOP', now: (now += 1000) })
    const parted = await undo(mergeId)
    for (const one of [parted.contact, parted.back])
      expect(one.consent).toMatchObject({ state: 'out', how: 'STOP' })
  })

  it('is let go after 90 days, though nobody makes one of two again', async () => {
    const [one, other] = [await make({ name: 'Old' }), await make({ name: 'Older' })]
    const { mergeId } = await merge(one, other)
    const kept = (): boolean => {
      const sql = openDatabase({ ...{ file: test.file, backups: test.backups, key: test.key }, migrations })
      const before = sql.statement('SELECT before FROM merges WHERE id = ?').pluck().get(mergeId)
      sql.raw.close()
      return before !== ''
    }
    const days = (count: number) => now + count * 86_400_000
    await contacts.forgetOldMerges(days(89))
    expect(kept()).toBe(true)
    await contacts.forgetOldMerges(days(91))
    expect(kept()).toBe(false)
    await expect(undo(mergeId)).rejects.toMatchObject({ code: 'wrong-state' })
  })

  it('is undone last to first, and not where a number went to somebody else', async () => {
    const [a, b, c] = await Promise.all(
      ['Satu', 'Dua', 'Tiga'].map((name) => make({ name, phones: [newPhone()] })) as [
        Promise<Contact>,
        Promise<Contact>,
        Promise<Contact>,
      ],
    )
    const first = await merge(a, b)
    const second = await merge(first.contact, c)
    await expect(undo(first.mergeId)).rejects.toMatchObject({ code: 'wrong-state' })
    await undo(second.mergeId)
    const phone = b.phones[0]!
    const left = first.contact.phones.filter((one) => one !== phone)
    await contacts.updateContact({ id: first.contact.id, change: { phones: left }, now })
    const taker = await make({ name: 'Somebody else', phones: [phone] })
    await expect(undo(first.mergeId)).rejects.toMatchObject({ code: 'wrong-state' })
    await contacts.updateContact({ id: taker.id, change: { phones: [] }, now })
    expect((await undo(first.mergeId)).back.phones).toHaveLength(1)
  })
})

describe('duplicates', () => {
  it('are people with one number in two forms, one e-mail address, or a name and more; once said to be two, no more', async () => {
    const brazil = await make({ name: 'Ana', phones: ['+5511987654321'] })
    const old = await make({ name: 'Ana B', phones: ['+551187654321'] })
    const mail = await make({ name: 'Mail', email: 'Same@x.example' })
    const other = await make({ name: 'Mail two', otherEmails: ['same@X.example'], phones: [newPhone()] })
    const pairs = async (contactId: string | null) =>
      (await contacts.duplicates({ contactId, limit: 50 })).map(({ one, other: two, because }) => [
        [one.name, two.name].sort().join(' + '),
        because,
      ])
    expect(await pairs(null)).toEqual(
      expect.arrayContaining([
        ['Ana + Ana B', ['phone']],
        ['Mail + Mail two', ['email']],
      ]),
    )
    expect(await pairs(old.id)).toEqual([['Ana + Ana B', ['phone']]])
    await contacts.notSame({ contactIds: [old.id, brazil.id] })
    expect(await pairs(brazil.id)).toEqual([])
    expect(await pairs(other.id)).toEqual([['Mail + Mail two', ['email']]])
    await merge(mail, other)
    expect((await pairs(null)).map(([names]) => names)).not.toContain('Mail + Mail two')
  })

  const person = { name: 'Siti', company: null, emails: [], twins: ['+621'] }
  it.each([
    ['a name alone', { ...person, twins: ['+622'] }, []],
    ['a name, one of them without number', { ...person, name: 'SITI', twins: [] }, ['name']],
    ['another name', { ...person, name: 'Sita', twins: [] }, []],
    ['a number', { ...person, name: 'Budi' }, ['phone']],
  ])('by %s: %j is %j', (_, other, because) => {
    expect(samenessOf(person, other)).toEqual(because)
  })
})
