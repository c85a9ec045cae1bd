/** Whole imports into a real database: what is made, what is left out and why, and that nothing is there twice. */
import fs from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ImportJob, ImportReport } from '../../contract'
import type { accountsStore } from '../accounts/store'
import type { contactsStore } from '../contacts/store'
import type { inboxStore } from '../inbox/store'
import type { IngestItem } from '../inbox/ingest-store'
import type { ordersStore } from '../orders/store'
import { openTestStorage, type TestStorage } from '../storage/test-storage'
import {
  contentsOf,
  erpDump,
  handOver,
  importAll,
  openRoom,
  settled,
  wahaFile,
  type Room,
} from './imports.testing'
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

const countOf = (report: ImportReport | null, entity: string) => {
  const found = report?.counts.find((count) => count.entity === entity)
  if (!found) throw new Error(`nothing counted of ${entity}`)
  const { rows, made, matched, skipped } = found
  return [rows, made, matched, Object.fromEntries(skipped.map((one) => [one.reason, one.count]))]
}
const contents = () => contentsOf(test) as Record<string, Record<string, unknown>[]>

describe('the dump of an ERP', () => {
  it('is understood without help, counted without a change, and imported as counted', async () => {
    const before = contents()
    const job = await handOver(room, erpDump())
    expect(job).toMatchObject({
      state: 'mapping',
      kind: 'pg-dump',
      owners: [
        { id: '1', name: 'Dewi' },
        { id: '2', name: 'Agus' },
      ],
    })
    expect(job.mapping.filter(({ complete }) => !complete)).toEqual([])
    await room.imports.check(job.id)
    const dry = await settled(room, job.id)
    expect(dry.state).toBe('ready')
    expect(contents()).toEqual(before)
    await room.imports.run(job.id)
    const done = await settled(room, job.id)
    expect(done).toMatchObject({ state: 'done', problem: null })
    expect(done.report?.counts).toEqual(dry.report?.counts)
    expect(countOf(done.report, 'contacts')).toEqual([4, 3, 0, { 'bad-phone': 1 }])
    expect(countOf(done.report, 'conversations')).toEqual([4, 3, 0, { 'no-such-row': 1 }])
    expect(countOf(done.report, 'messages')).toEqual([10, 8, 0, { 'never-sent': 1, 'no-such-row': 1 }])
    expect(countOf(done.report, 'orders')).toEqual([3, 2, 0, { 'bad-money': 1 }])
    expect(countOf(done.report, 'orderLines')).toEqual([3, 3, 0, {}])
    expect(countOf(done.report, 'products')).toEqual([2, 2, 0, {}])
    const { contacts, chats, messages, orders, lines, outbox, days, toCrm } = contents()
    expect(contacts?.[0]).toMatchObject({
      name: 'Ibu Ratna',
      note: 'Suka warna perak\nBayar tunai\nOwner: Dewi',
    })
    expect(chats).toMatchObject([{ unread: 0 }, { unread: 0 }, { unread: 0, archived: 1, known: 1 }])
    expect(messages?.map(({ body }) => body).filter((body) => body === 'ok')).toHaveLength(2)
    expect(messages?.find(({ key }) => key === '3EB0AAAA11112222BBBB')?.['body']).toBe(
      'Perak.\nBisa kirim ke Bandung?',
    )
    expect(messages?.find(({ type }) => type === 'image')).toMatchObject({ media_state: 'unavailable' })
    expect(orders).toMatchObject([
      { number: 'ORD-0500', total: 1_880_000_000, status: 'delivered', chat: 1 },
      { number: 'ORD-0501', total: 15_000_000, status: 'placed', chat: 1 },
    ])
    expect(lines).toHaveLength(3)
    expect([outbox, days, toCrm]).toEqual([{ n: 0 }, [], { n: 0 }])
    expect(done.report?.settings).toEqual([
      { name: 'default_country_code', outcome: 'taken' },
      { name: 'daily_message_limit', outcome: 'taken' },
      { name: 'redis_url', outcome: 'obsolete' },
      { name: 'session_path', outcome: 'by-hand' },
    ])
    expect(room.preferences).toMatchObject({ defaultCountry: 'ID', dailyLimit: 500 })
    expect(fs.readdirSync(test.backups)).toEqual([expect.stringMatching(/^before-import-/)])
    expect(fs.readdirSync(path.join(path.dirname(test.file), 'imports'))).toEqual([])
  })

  it('makes nothing twice', async () => {
    await importAll(room, erpDump())
    const once = contents()
    const { dry, done } = await importAll(room, erpDump())
    expect(contents()).toEqual(once)
    for (const report of [dry.report, done.report]) {
      expect(report?.counts.map(({ made }) => made)).toEqual([0, 0, 0, 0, 0, 0])
      expect(countOf(report, 'messages')).toEqual([10, 0, 8, { 'never-sent': 1, 'no-such-row': 1 }])
    }
  })

  it("takes one owner's alone where one is chosen", async () => {
    const job = await handOver(room, erpDump())
    await room.imports.setPlan(job.id, { ...job.plan, owner: '2' })
    await room.imports.check(job.id)
    const { report } = await settled(room, job.id)
    expect(countOf(report, 'contacts')).toEqual([4, 1, 0, { 'other-owner': 3 }])
    expect(countOf(report, 'messages').slice(0, 2)).toEqual([10, 1])
  })

  it('leaves out strangers and chats that are not for work', async () => {
    const inbox = test.storage.store<typeof inboxStore>('inbox')
    await inbox.markNotWork('main', [Buffer.from('main 6281234567890@c.us')], true)
    const { done } = await importAll(room, erpDump())
    expect(countOf(done.report, 'messages')[3]).toMatchObject({ 'not-work': 6 })
    const stranger = 'phone,direction,body,timestamp\n081299990000,in,Halo,2025-04-01 10:00:00\n'
    const other = await importAll(room, stranger, 'messages.csv')
    expect(countOf(other.done.report, 'messages')).toEqual([1, 0, 0, { stranger: 1 }])
  })
})

describe("the phone's own history", () => {
  const AT = Date.UTC(2025, 3, 1, 10, 0, 0)
  async function ingest(
    items: { key: string; body: string; at: number; direction: 'in' | 'out' }[],
  ): Promise<void> {
    const inbox = test.storage.store<typeof inboxStore>('inbox')
    const { conversationId } = await inbox.route({
      ...{
        accountId: 'main',
        address: '6281234567890@c.us',
        kind: 'person',
        title: null,
        keep: 'known',
        wanted: true,
      },
      ...{ hashes: [], newId: '11111111-1111-4111-8111-111111111111', at: AT },
      identity: {
        ...{ phone: '+6281234567890', lid: null, savedName: null, pushName: null },
        ...{ isSaved: false, isBusiness: false, isBlocked: false },
      },
    } as never)
    const base = {
      serialized_id: null,
      client_id: null,
      type: 'text',
      state: null,
      failure: null,
      ack: 0,
      starred: 0,
      raw: null,
    }
    const rows = items.map((item) => ({
      ...base,
      forwarded: 0,
      media_attempts: 0,
      media_state: null,
      revoked_at: null,
      edited_at: null,
      conversation_id: conversationId,
      ...item,
    }))
    await inbox.ingest(
      rows.map(
        (row) =>
          ({ accountId: 'main', conversationId, op: 'message', row, live: false }) as unknown as IngestItem,
      ),
    )
  }
  const SAID = [
    { key: 'K1', body: 'Selamat pagi, laptop gaming masih ada?', at: AT + 1000, direction: 'in' as const },
    { key: 'K2', body: 'Masih, Bu. Mau yang warna apa?', at: AT + 60_000, direction: 'out' as const },
    {
      key: '3EB0AAAA11112222BBBB',
      body: 'Perak.\nBisa kirim ke Bandung?',
      at: AT + 120_000,
      direction: 'in' as const,
    },
    { key: 'K3', body: 'ok', at: AT + 300_000, direction: 'in' as const },
    { key: 'K4', body: 'ok', at: AT + 300_000, direction: 'in' as const },
    { key: 'K5', body: 'ok', at: AT + 300_000, direction: 'in' as const },
  ]
  const ofRatna = () => contents()['messages']?.filter(({ phone }) => phone === '+6281234567890')

  it.each(['before', 'after'])('that comes %s the import is not doubled', async (when) => {
    if (when === 'before') await ingest(SAID)
    await importAll(room, erpDump())
    if (when === 'after') await ingest(SAID)
    const messages = ofRatna()
    // Six of the phone's, and the picture that only the old system knows.
    expect(messages).toHaveLength(7)
    expect(messages?.flatMap(({ key }) => (key === null ? [] : [key])).toSorted()).toEqual(
      SAID.map(({ key }) => key).toSorted(),
    )
    await importAll(room, erpDump())
    expect(ofRatna()).toHaveLength(7)
  })

  it('is new to a conversation that was imported, and sets what is unread', async () => {
    await importAll(room, erpDump())
    const newest = () => test.storage.store<typeof inboxStore>('inbox').newest('main')
    expect((await newest()).map(({ at }) => at)).toEqual([null, null, null])
    const said = { key: 'K9', body: 'Halo lagi', at: Date.UTC(2026, 0, 1), direction: 'in' as const }
    await ingest([said])
    expect((await newest()).flatMap(({ at }) => at ?? [])).toEqual([said.at])
  })
})

it('a WAHA-CRM database is imported, its groups left out', async () => {
  const { done } = await importAll(room, wahaFile(path.dirname(test.file)), 'database.sqlite')
  expect(countOf(done.report, 'contacts')).toEqual([2, 1, 0, { group: 1 }])
  expect(countOf(done.report, 'messages')).toEqual([3, 2, 0, { group: 1 }])
  expect(contents()['messages']).toMatchObject([
    { body: 'Halo', direction: 'in' },
    { body: 'Ya, Bu?', state: 'delivered' },
  ])
})

it('names of its own are mapped by hand, and what does not fit is refused', async () => {
  const job = await handOver(room, 'kolom1;kolom2\n081234567890;Siti\n', 'orang.csv')
  const [table] = job.tables
  expect(job.mapping.some(({ complete }) => complete)).toBe(false)
  await expect(room.imports.check(job.id)).rejects.toMatchObject({ code: 'invalid-input' })
  const source = { table: table?.name ?? '', fields: { phone: 'kolom1', name: 'kolom2' } }
  for (const bad of [
    { ...source, table: 'x' },
    { ...source, fields: { phone: 'x' } },
    { ...source, fields: { x: 'kolom1' } },
  ])
    await expect(
      room.imports.setPlan(job.id, { ...job.plan, sources: { contacts: bad } }),
    ).rejects.toMatchObject({ code: 'invalid-input' })
  const mapped = await room.imports.setPlan(job.id, { ...job.plan, sources: { contacts: source } })
  expect(mapped.mapping.find(({ entity }) => entity === 'contacts')).toMatchObject({ complete: true })
  await room.imports.check(job.id)
  await settled(room, job.id)
  await room.imports.run(job.id)
  await settled(room, job.id)
  expect(contents()['contacts']).toMatchObject([{ name: 'Siti', phone: '+6281234567890' }])
})

it('a file that breaks off anywhere changes nothing and says where', async () => {
  const before = contents()
  const dump = erpDump()
  for (let cut = 0; cut < dump.length - 2; cut += Math.ceil(dump.length / 23)) {
    const job: ImportJob = await handOver(room, dump.slice(0, cut))
    expect(job, `cut at ${cut}`).toMatchObject({
      state: 'failed',
      problem: { code: expect.not.stringMatching('internal') as string },
    })
    await room.imports.remove(job.id)
  }
  expect(contents()).toEqual(before)
  expect(fs.readdirSync(path.join(path.dirname(test.file), 'imports'))).toEqual([])
})

describe('an account that was removed meanwhile', () => {
  const accounts = () => test.storage.store<typeof accountsStore>('accounts')
  async function gone(): Promise<void> {
    await accounts().add({ id: 'other', label: null, colour: null }, 10, 2)
    await accounts().setLeaving('main', 'remove')
  }

  it('gets nothing: another one is chosen', async () => {
    const job = await handOver(room, erpDump())
    const before = contents()
    await gone()
    await room.imports.check(job.id)
    expect(await settled(room, job.id)).toMatchObject({ state: 'mapping', problem: { code: 'account-gone' } })
    expect(contents()).toEqual(before)
    const next = await openRoom(test, { accounts: () => ['other'] })
    const plan = { ...job.plan, accountId: 'other' }
    expect(await next.imports.setPlan(job.id, plan)).toMatchObject({ problem: null })
    await next.imports.check(job.id)
    expect(await settled(next, job.id)).toMatchObject({ state: 'ready', problem: null })
  })

  it('gets nothing more where it was begun, and the file is gone', async () => {
    const startReading = () => {
      const here = readHere()
      return {
        ...here,
        batches: async function* (...args: Parameters<typeof here.batches>) {
          let given = 0
          for await (const batch of here.batches(...args)) {
            if (given++ === 2 && args[1] === null && isMeant) await gone()
            yield batch
          }
        },
      }
    }
    let isMeant = false
    const begun = await openRoom(test, { startReading })
    const job = await handOver(begun, many())
    await begun.imports.check(job.id)
    await settled(begun, job.id)
    isMeant = true
    await begun.imports.run(job.id)
    expect(await settled(begun, job.id)).toMatchObject({ state: 'failed', problem: { code: 'account-gone' } })
    expect(contents()['messages']).toHaveLength(500)
    expect(fs.readdirSync(path.join(path.dirname(test.file), 'imports'))).toEqual([])
  })
})

it('offers every owner, also where there are many', async () => {
  const owners = Array.from({ length: 450 }, (_, n) => `${n}\tAgen ${n}`).join('\n')
  const dump = `COPY users (id, name) FROM stdin;\n${owners}\n\\.\nCOPY contacts (id, phone, owner_id) FROM stdin;\n1\t081234567890\t449\n\\.\n`
  const job = await handOver(room, dump)
  expect(job.owners).toHaveLength(450)
  await room.imports.setPlan(job.id, { ...job.plan, owner: '449' })
  await room.imports.check(job.id)
  expect(countOf((await settled(room, job.id)).report, 'contacts').slice(0, 2)).toEqual([1, 1])
})

it('keeps what was starred, and what is known of files that do not come along', async () => {
  const csv =
    'phone,direction,type,body,timestamp,filename,file_size,starred\n081234567890,in,document,Kuitansi,2025-04-01 10:00:00,kuitansi.pdf,12345,true\n'
  await importAll(room, 'phone,name\n081234567890,Siti\n', 'contacts.csv')
  await importAll(room, csv, 'messages.csv')
  expect(contents()['messages']).toMatchObject([
    { type: 'document', starred: 1, media_name: 'kuitansi.pdf', media_size: 12345 },
  ])
})

it('only one is under way, also of two handed over at once, and a file given up is gone', async () => {
  const both = await Promise.allSettled([handOver(room, erpDump()), handOver(room, erpDump())])
  expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
  const [job] = room.imports.list()
  if (!job) throw new Error('there is none')
  await expect(handOver(room, erpDump())).rejects.toMatchObject({ code: 'wrong-state' })
  await room.imports.remove(job.id)
  expect(room.imports.list()).toEqual([])
  expect(fs.readdirSync(path.join(path.dirname(test.file), 'imports'))).toEqual([])
})

it('fails, and keeps no other from coming, where whom old orders belong to can not be read', async () => {
  const failing = await openRoom(test, {
    startReading: () => ({ ...readHere(), owners: () => Promise.reject(new Error('EIO')) }),
  })
  const job = await handOver(failing, erpDump())
  expect(job).toMatchObject({ state: 'failed', problem: { code: 'internal' } })
  expect(fs.readdirSync(path.join(path.dirname(test.file), 'imports'))).toEqual([])
  expect(await handOver(room, erpDump())).toMatchObject({ state: 'mapping' })
})

/** Enough for several batches of messages. */
const many = (): string => {
  const rows = Array.from({ length: 1300 }, (_, n) => `${n}\t1\tin\tPesan ${n}\t${1_743_500_000 + n * 60}`)
  const people = 'COPY contacts (id, phone, name) FROM stdin;\n1\t081234567890\tSiti\n\\.\n'
  return `${people}COPY messages (id, contact_id, direction, body, "timestamp") FROM stdin;\n${rows.join('\n')}\n\\.\n`
}

it('cut off between two batches, it goes on after a restart to the same end as in one go', async () => {
  const other = await openTestStorage()
  const whole = await openRoom(other)
  const accounts = other.storage.store<typeof accountsStore>('accounts')
  await accounts.add({ id: 'main', label: null, colour: null }, 10, 1)
  await importAll(whole, many())
  const expected = contentsOf(other)
  await other.cleanup()

  // As where the process ended: after the second batch nothing is heard of it any more.
  let reached = (): void => undefined
  const cut = new Promise<void>((resolve) => {
    reached = resolve
  })
  const startReading = () => {
    const here = readHere()
    return {
      ...here,
      batches: async function* (...args: Parameters<typeof here.batches>) {
        let given = 0
        for await (const batch of here.batches(...args)) {
          if (given++ === 2) {
            reached()
            await new Promise(() => undefined)
          }
          yield batch
        }
      },
    }
  }
  const job = await handOver(room, many())
  await room.imports.check(job.id)
  await settled(room, job.id)
  const ending = await openRoom(test, { startReading })
  await ending.imports.run(job.id)
  await cut
  expect(contents()['messages']?.length).toBe(500)
  await test.reopen()
  const next = await openRoom(test)
  expect(next.imports.list()).toMatchObject([{ id: job.id, state: 'stopped' }])
  await next.imports.run(job.id)
  const done = await settled(next, job.id)
  expect(done.state).toBe('done')
  expect(countOf(done.report, 'messages')).toEqual([1300, 1300, 0, {}])
  expect(contentsOf(test)).toEqual(expected)
})

it('an order made of an imported product names none to the CRM', async () => {
  await importAll(room, erpDump())
  const orders = test.storage.store<typeof ordersStore>('orders')
  const contacts = test.storage.store<typeof contactsStore>('contacts')
  const contactId = await contacts.contactIdByPhone('+6281234567890')
  const [product] = contents()['products'] ?? []
  const order = await orders.createOrder({
    id: '22222222-2222-4222-8222-222222222222',
    ...{
      contactId: contactId ?? '',
      conversationId: null,
      currency: 'IDR',
      note: null,
      status: 'draft',
      now: 5,
    },
    lines: [{ productId: String(product?.['id']), name: 'Gaming Laptop', quantity: 1, unitPrice: 100 }],
  })
  expect(order.lines).toMatchObject([{ productId: null, name: 'Gaming Laptop' }])
})
