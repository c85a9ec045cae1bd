import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { SEED_PRODUCTS } from './seed/shop'
import { addContact, openBench, type Bench, type Person } from './testing/client'

let bench: Bench
let siti: Person
let contactId: string
beforeAll(async () => {
  bench = await openBench()
  siti = await bench.signIn('siti')
  contactId = await addContact(siti)
})
afterAll(() => bench.close())

const pageShape = z.object({
  items: z.array(z.looseObject({ id: z.string(), deleted: z.boolean(), version: z.number() })),
  nextCursor: z.string(),
  more: z.boolean(),
})

/** All pages from a cursor on. */
async function readAll(person: Person, path: string, from = '', limit = 2) {
  const items: z.infer<typeof pageShape>['items'] = []
  for (let cursor = from; ;) {
    const { body } = await person.get(`${path}?limit=${limit}&cursor=${cursor}`)
    const page = pageShape.parse(body)
    expect(page.items.length).toBeLessThanOrEqual(limit)
    items.push(...page.items)
    cursor = page.nextCursor
    if (!page.more) return { items, cursor }
  }
}

const addLead = async (title: string) => {
  const id = randomUUID()
  await siti.put(`/api/leads/${id}`, { title, contactId })
  return id
}

describe('a list by cursor', () => {
  it('gives each record once, then what changed since, deletions as tombstones', async () => {
    const [a, b, c] = [await addLead('a'), await addLead('b'), await addLead('c')]
    const first = await readAll(siti, '/api/leads')
    expect(first.items.map(({ id }) => id)).toEqual([a, b, c])
    expect((await readAll(siti, '/api/leads', first.cursor)).items).toEqual([])

    await siti.put(`/api/leads/${a}`, { title: 'a again', contactId }, { ifMatch: 1 })
    await bench.control.remove('lead', b)
    const d = await addLead('d')
    const since = await readAll(siti, '/api/leads', first.cursor)
    expect(since.items).toMatchObject([
      { id: a, deleted: false, title: 'a again', version: 2 },
      { id: b, deleted: true, version: 2 },
      { id: d, deleted: false },
    ])
    expect(since.items[1]).not.toHaveProperty('title')
  })

  it('tells an employee with a tombstone that a lead went to somebody else', async () => {
    const id = await addLead('moves')
    const { cursor } = await readAll(siti, '/api/leads')
    const budi = await bench.signIn('budi')
    await bench.control.edit('lead', id, { ownerId: budi.id })
    expect((await readAll(siti, '/api/leads', cursor)).items).toMatchObject([{ id, deleted: true }])
    expect((await readAll(budi, '/api/leads')).items).toMatchObject([{ id, title: 'moves' }])
  })

  it('refuses a cursor that it did not give', async () => {
    expect((await siti.get('/api/leads?cursor=abc')).status).toBe(400)
    expect((await siti.get('/api/leads?limit=0')).status).toBe(422)
  })

  it('finds contacts by phone', async () => {
    const phone = encodeURIComponent('+6281234567890')
    const { body } = await siti.get(`/api/contacts?phone=${phone}`)
    expect(body['items']).toMatchObject([{ id: contactId }])
    expect((await siti.get('/api/contacts?phone=0812')).status).toBe(422)
  })
})

describe('the seeded shop', () => {
  it('has its catalogue with prices in minor units and pictures that load', async () => {
    const { items } = await readAll(siti, '/api/products', '', 10)
    expect(items).toHaveLength(SEED_PRODUCTS.length)
    expect(items.find(({ name }) => name === 'Gaming Laptop')).toMatchObject({
      unitPrice: 1_850_000_000,
      currency: 'IDR',
    })
    expect((await readAll(siti, '/api/categories')).items).toHaveLength(4)
    const pictures = items.flatMap(({ pictures }) => z.array(z.object({ url: z.string() })).parse(pictures))
    expect(new Set(pictures.map(({ url }) => url)).size).toBe(items.length)
    const picture = await fetch(new URL(pictures[0]!.url, bench.crm.url))
    expect(picture.headers.get('content-type')).toBe('image/png')
    expect(
      Buffer.from(await picture.arrayBuffer())
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG')
  })

  it('has a pipeline of six stages, one won and one lost', async () => {
    const { body } = await siti.get('/api/pipelines')
    const [pipeline] = z
      .object({ items: z.array(z.object({ stages: z.array(z.looseObject({})) })) })
      .parse(body).items
    expect(pipeline?.stages.map(({ outcome }) => outcome)).toEqual([
      'open',
      'open',
      'open',
      'open',
      'won',
      'lost',
    ])
  })
})
