/** CSV and vCard of people: out and in again as they were, once, and nobody back who was erased. */
import { randomUUID } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Contact, ImportReport } from '../../contract'
import type { accountsStore } from '../accounts/store'
import { createContacts } from '../contacts'
import { csvHead, csvRow, vcardOf } from '../contacts/export'
import { createErasing } from '../erasing'
import type { inboxStore } from '../inbox/store'
import { routeRequest, waIdentity } from '../inbox/testing'
import { openTestStorage, silentLogger, type TestStorage } from '../storage/test-storage'
import { handOver, importAll, openRoom, settled, type Room } from './imports.testing'
import type { ContactItem } from './items'
import { guessSources } from './mapping/guess'
import { firstPlan } from './plan'
import { readHere } from './reading-thread'

let test: TestStorage
let room: Room

beforeEach(async () => {
  test = await openTestStorage()
  const accounts = test.storage.store<typeof accountsStore>('accounts')
  await accounts.add({ id: 'main', label: null, colour: null }, 10, 1)
  room = await openRoom(test)
})
afterEach(() => test.cleanup())

const people = (of: TestStorage) =>
  createContacts({
    storage: of.storage,
    emit: () => undefined,
    changed: () => undefined,
    country: () => 'ID',
  })

async function exported(of: TestStorage, format: 'csv' | 'vcard', limit = 2): Promise<string> {
  let text = ''
  for (let cursor: string | null = null; ;) {
    const page = await people(of).export({ format, cursor, limit })
    text += page.text
    if (page.next === null) return text
    cursor = page.next
  }
}

async function everybody(of: TestStorage) {
  const contacts = people(of)
  const { items } = await contacts.list({ query: '', tag: null, chat: 'any', cursor: null, limit: 200 })
  return Promise.all(
    items.map(async ({ id }) => {
      const contact = await contacts.get({ contactId: id })
      const { knownSince, sync, consent } = contact
      expect([typeof knownSince, sync.state]).toEqual(['number', 'local'])
      const here = { id: null, knownSince: null, sync: null }
      return { ...contact, ...here, consent: [consent.state, consent.how] }
    }),
  )
}

const countOf = (report: ImportReport | null) => {
  const { rows, made, matched, skipped } = report!.counts.find(({ entity }) => entity === 'contacts')!
  return [rows, made, matched, Object.fromEntries(skipped.map((one) => [one.reason, one.count]))]
}

async function makePeople(): Promise<void> {
  const contacts = people(test)
  const changes = [
    {
      ...{ name: '=HYPERLINK("http://x","Siti")', phones: ['0812-3456-7890', '+91 98765 43210'] },
      ...{ aliases: ['Bu Siti', '@siti'], email: 'Siti@Toko.example', otherEmails: ['dua@toko.example'] },
      ...{ company: 'CV "Maju", Jaya', address: 'Jl. Melati 1\nBandung', tags: ['VIP', 'Grosir'] },
      ...{ note: '-2+3\ndua baris; tiga, empat', fields: [{ name: 'Ukuran', value: 'XL: besar' }] },
    },
    { name: 'आशा मेहता', phones: ['+91 98765 43211'] },
    { name: 'Zoë 🦜 Müller', email: 'zoe@kantor.example' },
  ]
  for (const change of changes) await contacts.create({ id: randomUUID(), change })

  const asha = (await contacts.list({ query: 'आशा', tag: null, chat: 'any', cursor: null, limit: 9 }))
    .items[0]!
  await contacts.setConsent({ contactId: asha.id, state: 'out', how: 'wrote STOP; twice' })
}

it.each([
  ['csv', 'people.csv'],
  ['vcard', 'people.vcf'],
] as const)(
  'takes everybody out as %s and into another machine as they were, and never twice',
  async (format, name) => {
    await makePeople()
    const file = await exported(test, format)
    const again = await importAll(room, file, name)
    expect([again.dry.kind, again.done.state]).toEqual([format, 'done'])
    expect(countOf(again.done.report)).toEqual([3, 0, 3, {}])
    const before = await everybody(test)
    const other = await openTestStorage()
    try {
      await other.storage
        .store<typeof accountsStore>('accounts')
        .add({ id: 'main', label: null, colour: null }, 10, 1)
      const there = await openRoom(other, { country: () => 'IN' })
      const { dry, done } = await importAll(there, file, name)
      expect(countOf(dry.report)).toEqual([3, 3, 0, {}])
      expect(done.report?.counts).toEqual(dry.report?.counts)
      expect(await everybody(other)).toEqual(before)
      expect(countOf((await importAll(there, file, name)).done.report)).toEqual([3, 0, 3, {}])
      expect(await everybody(other)).toEqual(before)
    } finally {
      await other.cleanup()
    }
  },
)

it('reads what address books and spreadsheets write', async () => {
  const google =
    'First Name,Middle Name,Last Name,Nickname,Organization Name,Labels,E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value,Phone 2 - Value,Notes\r\n' +
    'Siti,,Rahma,Bu Siti,CV Maju,* myContacts ::: VIP,siti@x.example,Mobile,0812 3456 7890 ::: +62 21 5551234,,Suka perak\r\n' +
    'Nomor,,,,,,,,123,,\r\n'
  const { done } = await importAll(room, google, 'contacts.csv')
  expect(countOf(done.report)).toEqual([2, 1, 0, { 'bad-phone': 1 }])
  expect(await everybody(test)).toMatchObject([
    {
      ...{ name: 'Siti Rahma', aliases: ['Bu Siti'], company: 'CV Maju', tags: ['VIP'], note: 'Suka perak' },
      ...{ email: 'siti@x.example', phones: ['+62215551234', '+6281234567890'] },
    },
  ])
  const semicolons = '\uFEFFNama;No HP;Tags\r\nBudi;"=""081299990000""";baru, ramah\r\n'
  await importAll(room, semicolons, 'daftar.csv')
  expect(await everybody(test)).toMatchObject([
    { name: 'Budi', phones: ['+6281299990000'], tags: ['baru', 'ramah'] },
    { name: 'Siti Rahma' },
  ])
  const cut = await handOver(room, 'BEGIN:VCARD\nFN:Half\nTEL:0812', 'half.vcf')
  expect(cut).toMatchObject({ state: 'failed', problem: { code: 'truncated' } })
})

it('keeps a wish not to be written to of somebody who is here already, and gives none up', async () => {
  const contacts = people(test)
  const [by, silent] = await Promise.all(
    ['+6281300000001', '+6281300000002'].map((phone) =>
      contacts.create({ id: randomUUID(), change: { name: `Here ${phone.slice(-1)}`, phones: [phone] } }),
    ),
  )
  const mailed = await contacts.create({
    id: randomUUID(),
    change: { name: 'Mail', email: 'Here@Toko.example' },
  })
  await contacts.setConsent({ contactId: silent!.id, state: 'out', how: 'said so' })
  const file = [
    'Name,Phone,Email,Consent',
    'Old 1,+62 813 0000 0001,,unsubscribed',
    'Old 2,+62 813 0000 0002,,subscribed',
    ',,here@toko.example,opted out',
  ].join('\n')
  const { dry, done } = await importAll(room, file, 'people.csv')
  expect([countOf(dry.report), countOf(done.report)]).toEqual([
    [3, 0, 3, {}],
    [3, 0, 3, {}],
  ])
  const now = await Promise.all([by!, silent!, mailed].map(({ id }) => contacts.get({ contactId: id })))
  expect(now.map(({ name, consent }) => [name, consent.state, consent.how])).toEqual([
    ['Here 1', 'out', null],
    ['Here 2', 'out', 'said so'],
    ['Mail', 'out', null],
  ])
})

it('brings back nobody who was erased, in any kind of row, until a person says so', async () => {
  const phone = '+6281234567890'
  const erasing = createErasing({
    storage: test.storage,
    appVersion: '1',
    mark: (address) => Buffer.from(`* ${address}`),
    otherAddresses: () => Promise.resolve([]),
    print: () => Promise.reject(new Error('nothing to print')),
    settle: () => Promise.resolve(),
    deleteFiles: () => Promise.resolve(),
    changed: () => undefined,
    emit: () => undefined,
    logger: silentLogger,
  })
  const { id } = await people(test).create({ id: randomUUID(), change: { name: 'Siti', phones: [phone] } })
  await erasing.erase({ contactId: id, reference: 'r', dropChanges: true })

  const card = `BEGIN:VCARD\nFN:Siti\nTEL:0899 0000 1111\nTEL:${phone}\nEND:VCARD\nBEGIN:VCARD\nFN:Budi\nTEL:081299990000\nEND:VCARD`
  const { dry, done } = await importAll(room, card, 'people.vcf')
  for (const { report } of [dry, done]) expect(countOf(report)).toEqual([2, 1, 0, { erased: 1 }])
  expect(done.report?.counts[0]?.skipped).toEqual([{ reason: 'erased', count: 1, lines: [1] }])
  room.preferences.keep = 'everything'
  const message = `phone,direction,body,timestamp\n${phone},in,Halo,2025-04-01 10:00:00\n`
  const messages = await importAll(room, message, 'messages.csv')
  expect(messages.done.report?.counts[0]?.skipped).toMatchObject([{ reason: 'erased' }])
  const order = `id,phone,name,total,status,orderdate\n7,${phone},Siti,12000,placed,2025-04-01\n`
  const orders = await importAll(room, order, 'orders.csv')
  expect(orders.done.report?.counts.find(({ entity }) => entity === 'orders')?.skipped).toMatchObject([
    { reason: 'erased' },
  ])
  expect((await everybody(test)).map(({ name }) => name)).toEqual(['Budi'])

  const wanted = await handOver(room, card, 'people.vcf')
  await room.imports.setPlan(wanted.id, { ...wanted.plan, bringBack: true })
  await room.imports.check(wanted.id)
  expect(countOf((await settled(room, wanted.id)).report)).toEqual([2, 1, 1, {}])
  await room.imports.run(wanted.id)
  await settled(room, wanted.id)
  expect((await everybody(test)).map(({ name }) => name)).toEqual(['Budi', 'Siti'])
  // They are somebody again: what WhatsApp tells of them is kept.
  const inbox = test.storage.store<typeof inboxStore>('inbox')
  const address = `${phone.slice(1)}@c.us`
  const marks = [Buffer.from(`* ${address}`)]
  const route = routeRequest({ address, identity: waIdentity({ phone, isSaved: false }), erasedMarks: marks })
  expect(await inbox.route(route)).toMatchObject({ keeping: 'kept', isBack: false })
})

/** Texts as people have them, and worse; without what stands between several, and without what no text needs. */
const text = (most: number) =>
  fc
    .tuple(
      fc.constantFrom('', '=', '+', '-', '@', "'", '"', 'ü'),
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: most }),
    )
    .map(([sign, rest]) =>
      Array.from(sign + rest.replaceAll(':::', ''))
        .filter((one) => one >= ' ' && one !== '\u007f')
        .join('')
        .replaceAll(/\s+/g, ' ')
        .slice(0, most)
        .toWellFormed()
        .trim(),
    )
    .filter((one) => one !== '')
const word = fc.stringMatching(/^[a-z]{1,8}$/)
const person = fc.record({
  name: text(60),
  phones: fc.uniqueArray(
    fc.integer({ min: 10_000_000, max: 99_999_999 }).map((n) => `+62812${n}`),
    { minLength: 1, maxLength: 3 },
  ),
  emails: fc.uniqueArray(
    word.map((name) => `${name}@x.example`),
    { maxLength: 3 },
  ),
  company: fc.option(text(60)),
  address: fc.option(text(60)),
  note: fc.option(text(200)),
  tags: fc.uniqueArray(word, { maxLength: 3 }),
  aliases: fc.uniqueArray(text(30), { maxLength: 2 }),
})

it('reads back whatever it writes', async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'leadline-people-'))
  const file = path.join(folder, 'file')
  const itemsOf = async (content: string, name: string): Promise<ContactItem[]> => {
    fs.writeFileSync(file, content)
    const scanned = await readHere().scan(file, name, () => undefined)
    const plan = { ...firstPlan('main', 'IN'), sources: guessSources(scanned.tables, 'IN') }
    const items: ContactItem[] = []
    for await (const { located } of readHere().batches({ file, scanned, plan }, null))
      for (const { item } of located) if (item.entity === 'contacts') items.push(item)
    return items
  }
  try {
    await fc.assert(
      fc.asyncProperty(fc.array(person, { minLength: 1, maxLength: 5 }), async (all) => {
        const contacts = all.map(({ emails: [email = null, ...otherEmails], ...rest }): Contact => ({
          ...{
            ...rest,
            email,
            otherEmails,
            id: 'x',
            fields: [],
            lids: [],
            isBusiness: false,
            isBlocked: false,
          },
          ...{
            consent: { state: 'in', at: 1, how: null },
            knownSince: 1,
            sync: { state: 'local', reason: null },
          },
        }))
        const expected = all.map(
          ({ name, phones: [phone, ...otherPhones], emails, company, address, note, tags, aliases }) => ({
            ...{ name, phone, otherPhones, emails, company, address, note, tags, aliases, consent: 'in' },
          }),
        )
        const csv = csvHead() + contacts.map(csvRow).join('')
        expect(await itemsOf(csv, 'people.csv')).toMatchObject(expected)
        expect(await itemsOf(contacts.map(vcardOf).join(''), 'people.vcf')).toMatchObject(expected)
      }),
      { numRuns: 40 },
    )
  } finally {
    fs.rmSync(folder, { recursive: true })
  }
})
