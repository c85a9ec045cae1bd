import { expect, it } from 'vitest'
import type { ImportPlan, ImportTable } from '../../../contract'
import type { Taken } from '../items'
import { guessSources } from './guess'
import { Twins } from './keys'
import { understanding } from './understand'
import type { Known } from './known'
import {
  readCount,
  readDirection,
  readFlag,
  readKind,
  readMoney,
  readPhone,
  readStatus,
  readTime,
  readWhatsAppId,
} from './values'

const table = (name: string, columns: Record<string, string>): ImportTable => ({
  name,
  columns: Object.keys(columns),
  rows: 1,
  samples: Object.values(columns).map((one) => [one]),
})

it('finds what is what by names and by what is in it', () => {
  const sources = guessSources(
    [
      table('public.whatsapp_messages', {
        id: '1',
        chat_id: '7',
        whatsapp_message_id: 'x',
        type: 'text',
        isFromMe: 't',
        content: 'hi',
        created_at: '2026-01-01 10:00:00',
      }),
      table('Contacts', { ID: '1', 'Mobile No': '0812 3456 7890', fullName: 'Siti' }),
      table('order_items', { id: '1', order_id: '1', product_name: 'Lamp', qty: '2', unit_price: '10.50' }),
      table('migrations', { id: '1' }),
    ],
    'ID',
  )
  expect(sources.messages).toEqual({
    table: 'public.whatsapp_messages',
    fields: {
      id: 'id',
      whatsapp: 'whatsapp_message_id',
      conversation: 'chat_id',
      fromMe: 'isFromMe',
      body: 'content',
      at: 'created_at',
      kind: 'type',
    },
  })
  expect(sources.contacts).toEqual({
    table: 'Contacts',
    fields: { id: 'ID', phone: 'Mobile No', name: 'fullName' },
  })
  expect(sources.orderLines?.fields).toMatchObject({
    order: 'order_id',
    quantity: 'qty',
    price: 'unit_price',
  })
  expect(sources.orders).toBeUndefined()
})

it('takes a lone file for what its columns speak for', () => {
  const sources = guessSources(
    [table('rows', { phone: '+6281234567890', message: 'hi', direction: 'in', timestamp: '1767225600' })],
    'ID',
  )
  expect(Object.keys(sources)).toEqual(['messages'])
})

it.each([
  ['0812-3456-7890', { value: '+6281234567890' }],
  ['="081234567890"', { value: '+6281234567890' }],
  ['6281234567890:12@s.whatsapp.net', { value: '+6281234567890' }],
  ['919876543210@c.us', { value: '+919876543210' }],
  ['123456-789@g.us', { reason: 'group' }],
  ['98765@lid', { reason: 'no-phone' }],
  ['', { reason: 'no-phone' }],
  ['call me', { reason: 'bad-phone' }],
])('phone %s', (text, read) => expect(readPhone(text, 'ID')).toEqual(read))

const NOW = Date.UTC(2026, 6, 1)
it.each([
  ['2026-01-02T03:04:05.678Z', Date.UTC(2026, 0, 2, 3, 4, 5, 678)],
  ['2026-01-02 03:04:05.678901+05:30', Date.UTC(2026, 0, 1, 21, 34, 5, 678)],
  ['2026-01-02 03:04:05.000 +00:00', Date.UTC(2026, 0, 2, 3, 4, 5)],
  ['2026-01-02 03:04:05+07', Date.UTC(2026, 0, 1, 20, 4, 5)],
  ['2026-01-02', Date.UTC(2026, 0, 2)],
  ['1767322800', 1_767_322_800_000],
  ['1767322800123', 1_767_322_800_123],
  ['1767322800.5', 1_767_322_800_500],
  ['02/03/2026', null],
  ['2026-02-31 00:00:00', null],
  ['2026-01-01 25:00:00', null],
  ['1999-01-01', null],
  ['2040-01-01', null],
  ['infinity', null],
])('time %s', (text, at) => {
  expect(readTime(text, 'utc', NOW)).toEqual(at === null ? { reason: 'bad-time' } : { value: at })
})

it.each([
  ['18500000.00', 'IDR', 1_850_000_000],
  ['10.5', 'INR', 1050],
  ['10.50', 'INR', 1050],
  ['10.5000', 'INR', 1050],
  ['0.500', 'INR', 50],
  ['1250.500', 'INR', 125_050],
  ['1.250', 'INR', null],
  ['18.500', 'IDR', null],
  ['18.500', 'JPY', null],
  ['18.500', 'KWD', 18_500],
  ['10.505', 'INR', null],
  ['10.505', 'KWD', 10_505],
  ['10', 'JPY', 10],
  ['10.5', 'JPY', null],
  ['-1', 'INR', null],
  ['1,000', 'INR', null],
  ['1.850.000', 'IDR', null],
  ['900719925474099.9', 'INR', null],
])('money %s %s', (text, currency, minor) => {
  expect(readMoney(text, currency)).toEqual(minor === null ? { reason: 'bad-money' } : { value: minor })
})

it('reads the words that old systems have for the same', () => {
  expect(['INBOUND', 'received', 'agent', 'Out', 'constructor'].map(readDirection)).toEqual([
    'in',
    'in',
    'out',
    'out',
    null,
  ])
  expect(['t', 'FALSE', '1', '__proto__'].map(readFlag)).toEqual([true, false, true, null])
  expect(['READ', 'delivered', 'PENDING', '-1', 'whatever'].map(readStatus)).toEqual([
    3,
    2,
    'none',
    'none',
    1,
  ])
  expect(['chat', 'image/jpeg', 'application/pdf', 'ptt', 'odd'].map(readKind)).toEqual([
    'text',
    'image',
    'document',
    'voice',
    null,
  ])
  expect(['2', '2.00', '0.000', '2.000', '2.5', '-1'].map((one) => readCount(one))).toEqual([
    { value: 2 },
    { value: 2 },
    { value: 0 },
    { reason: 'bad-number' },
    { reason: 'bad-number' },
    { reason: 'bad-number' },
  ])
  expect(readWhatsAppId('true_6281234567890@c.us_3EB0C767D097B7C7B0DC')).toMatchObject({
    waKey: '3EB0C767D097B7C7B0DC',
  })
  expect(readWhatsAppId('3EB0C767D097B7C7B0DC')).toEqual({ waKey: '3EB0C767D097B7C7B0DC', waId: null })
  expect(['42', '6f9619ff-8b86-d011-b42d-00cf4fc964ff', '12345678901234567890'].map(readWhatsAppId)).toEqual([
    null,
    null,
    null,
  ])
})

const PLAN: ImportPlan = {
  accountId: 'main',
  country: 'ID',
  currency: 'IDR',
  zone: 'utc',
  owner: null,
  bringBack: false,
  sources: {
    contacts: { table: 'c', fields: { id: 'id', phone: 'phone', name: 'name', owner: 'owner' } },
    messages: {
      table: 'm',
      fields: { id: 'id', contact: 'who', direction: 'dir', body: 'body', at: 'at', status: 'st' },
    },
    orders: {
      table: 'o',
      fields: { id: 'id', contact: 'who', total: 'total', lines: 'items', status: 'st' },
    },
  },
}

function reader(plan: ImportPlan = PLAN) {
  const known: Known = {
    plan,
    contacts: new Map(),
    conversations: new Map(),
    products: new Map(),
    orders: new Map(),
    owners: new Map([['7', 'Dewi']]),
    twins: new Twins(),
  }
  return (entity: Taken, row: Record<string, string | null>) =>
    understanding(
      entity,
      known,
    )({
      table: '',
      columns: Object.keys(row),
      cells: Object.values(row),
      line: 1,
      head: { offset: 0, line: 1 },
    })
}

it('takes two equal rows without ids for two, by the same names each time, and two with one id for one', () => {
  const sources = {
    ...PLAN.sources,
    orderLines: { table: 'l', fields: { id: 'id', order: 'o', name: 'name', price: 'price' } },
  }
  const names = (id: string | null): string[] => {
    const read = reader({ ...PLAN, sources })
    const keysOf = (entity: Taken, row: Record<string, string | null>): string[] => {
      const understood = read(entity, row)
      return 'items' in understood ? understood.items.flatMap((item) => ('key' in item ? item.key : [])) : []
    }
    read('contacts', { id: '1', phone: '081234567890', name: 'Siti', owner: '7' })
    read('orders', { id: '5', who: '1', total: null, items: null, st: null })
    const message = { id, who: '1', dir: 'in', body: 'ok', at: '1767322800', st: null }
    const line = { id, o: '5', name: 'Soap', price: '12000' }
    return [
      ...[...keysOf('messages', message), ...keysOf('messages', message)],
      ...[...keysOf('orderLines', line), ...keysOf('orderLines', line)],
    ]
  }
  expect(names(null)).toHaveLength(4)
  expect(new Set(names(null)).size).toBe(4)
  expect(names(null)).toEqual(names(null))
  expect(names('9')).toHaveLength(4)
  expect(new Set(names('9')).size).toBe(2)
})

it('follows references, and says why one leads nowhere', () => {
  const read = reader()
  expect(read('contacts', { id: '1', phone: '081234567890', name: 'Siti', owner: '7' })).toEqual({
    items: [
      {
        entity: 'contacts',
        phone: '+6281234567890',
        name: 'Siti',
        note: 'Owner: Dewi',
        ...{ otherPhones: [], emails: [], company: null, address: null, aliases: [], tags: [], fields: [] },
        ...{ consent: 'unknown', consentHow: null, at: null },
      },
    ],
  })
  expect(read('contacts', { id: '2', phone: 'none', name: null, owner: null })).toEqual({
    reason: 'bad-phone',
  })
  const message = { id: '1', who: '1', dir: 'in', body: 'Halo', at: '1767322800', st: null }
  expect(read('messages', message)).toMatchObject({
    items: [{ phone: '+6281234567890', body: 'Halo', ack: 0 }],
  })
  expect(read('messages', { ...message, who: '2' })).toEqual({ reason: 'bad-phone' })
  expect(read('messages', { ...message, who: '3' })).toEqual({ reason: 'no-such-row' })
  expect(read('messages', { ...message, dir: 'out', st: 'queued' })).toEqual({ reason: 'never-sent' })
  expect(read('messages', { ...message, body: '' })).toEqual({ reason: 'empty' })
})

it("leaves other owners' people out when one is chosen", () => {
  const read = reader({ ...PLAN, owner: '8' })
  expect(read('contacts', { id: '1', phone: '081234567890', name: 'Siti', owner: '7' })).toEqual({
    reason: 'other-owner',
  })
  const message = { id: '1', who: '1', dir: 'in', body: 'Halo', at: '1767322800', st: null }
  expect(read('messages', message)).toEqual({ reason: 'other-owner' })
})

it('takes lines that lie in an order itself', () => {
  const read = reader()
  read('contacts', { id: '1', phone: '081234567890', name: 'Siti', owner: null })
  const items = JSON.stringify([{ product_name: 'Lamp', qty: 2, price: '1500.00' }])
  const order = read('orders', { id: '9', who: '1', total: '3000', items, st: 'completed' })
  expect(order).toMatchObject({
    items: [
      { entity: 'orders', status: 'delivered', total: 300_000 },
      { entity: 'orderLines', name: 'Lamp', quantity: 2, unitPrice: 150_000 },
    ],
  })
})
