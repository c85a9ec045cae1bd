import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { stageId } from './seed'
import { addContact, newKey, openBench, type Bench, type Person } from './testing/client'

let bench: Bench
let siti: Person
let contactId: string
beforeAll(async () => {
  bench = await openBench()
  siti = await bench.signIn('siti')
  contactId = await addContact(siti)
})
afterAll(() => bench.close())

const entriesFor = async (recordId: string) =>
  (await bench.control.log()).filter((entry) => entry.recordId === recordId).map((entry) => entry.outcome)

describe('a write with an idempotency key', () => {
  it('is done once, and its answer given again', async () => {
    const path = `/api/leads/${randomUUID()}`
    const key = newKey()
    const body = { title: 'Ten laptops', contactId, value: 18_500_000_000, currency: 'IDR' }
    const first = await siti.put(path, body, { key })
    // The same JSON, its keys in another order.
    const again = await siti.put(path, Object.fromEntries(Object.entries(body).reverse()), { key })
    expect([first.status, again.status]).toEqual([201, 201])
    expect(again.body).toEqual(first.body)
    expect([first, again].map(({ headers }) => headers.get('idempotency-replayed'))).toEqual([null, 'true'])
    expect(first.body).toMatchObject({ version: 1, stageId: stageId('New'), ownerId: siti.id })
    expect(await entriesFor(String(first.body['id']))).toEqual(['committed', 'replayed'])
  })

  it('is refused where the key stood for something else', async () => {
    const key = newKey()
    const path = `/api/leads/${randomUUID()}`
    await siti.put(path, { title: 'One', contactId }, { key })
    const other = await siti.put(path, { title: 'Two', contactId }, { key })
    const elsewhere = await siti.put(`/api/leads/${randomUUID()}`, { title: 'One', contactId }, { key })
    expect([other.status, elsewhere.status]).toEqual([422, 422])
    expect(other.body['type']).toBe('urn:leadline:problem:idempotency-key-reused')
    expect((await siti.get(path)).body).toMatchObject({ title: 'One', version: 1 })
  })

  it('may be tried again with the same key after a refusal', async () => {
    const key = newKey()
    const late = randomUUID()
    const path = `/api/leads/${randomUUID()}`
    const refused = await siti.put(path, { title: 'Early', contactId: late }, { key })
    expect([refused.status, refused.body['type']]).toEqual([422, 'urn:leadline:problem:unknown-reference'])
    expect(refused.body['errors']).toMatchObject([{ pointer: '/contactId' }])
    await siti.put(`/api/contacts/${late}`, { name: 'Late', phones: [] })
    expect((await siti.put(path, { title: 'Early', contactId: late }, { key })).status).toBe(201)
  })

  it('belongs to one person: another may use the same key', async () => {
    const key = newKey()
    const budi = await bench.signIn('budi')
    const body = { title: 'Same words', contactId }
    const answers = [
      await siti.put(`/api/leads/${randomUUID()}`, body, { key }),
      await budi.put(`/api/leads/${randomUUID()}`, body, { key }),
    ]
    expect(answers.map(({ status }) => status)).toEqual([201, 201])
  })

  it('is refused without a key', async () => {
    const { status, body } = await bench.call('PUT', `/api/leads/${randomUUID()}`, {
      body: { title: 'No key', contactId },
      token: siti.tokens.accessToken,
    })
    expect([status, body['type']]).toEqual([400, 'urn:leadline:problem:idempotency-key-missing'])
  })
})

describe('an update', () => {
  it('needs the version it is based on, and a stale one gets the state of the server', async () => {
    const path = `/api/leads/${randomUUID()}`
    const made = await siti.put(path, { title: 'One', contactId })
    expect(made.headers.get('etag')).toBe('"1"')
    const blind = await siti.put(path, { title: 'Two', contactId })
    expect([blind.status, blind.body['current']]).toMatchObject([428, { title: 'One' }])
    expect((await siti.put(path, { title: 'Two', contactId }, { ifMatch: 1 })).body).toMatchObject({
      version: 2,
    })
    const stale = await siti.put(path, { title: 'Three', contactId }, { ifMatch: 1 })
    expect(stale.status).toBe(412)
    expect(stale.body['current']).toMatchObject({ title: 'Two', version: 2 })
    expect((await siti.get(path)).body['title']).toBe('Two')
  })

  it('of a record that is not there, or was deleted, says so', async () => {
    const nowhere = await siti.put(`/api/leads/${randomUUID()}`, { title: 'X', contactId }, { ifMatch: 3 })
    expect([nowhere.status, nowhere.body['current']]).toEqual([412, null])
    const id = randomUUID()
    await siti.put(`/api/leads/${id}`, { title: 'X', contactId })
    await bench.control.remove('lead', id)
    const gone = await siti.put(`/api/leads/${id}`, { title: 'Y', contactId }, { ifMatch: 1 })
    expect([gone.status, gone.body['current']]).toMatchObject([410, { deleted: true, version: 2 }])
    expect((await siti.get(`/api/leads/${id}`)).status).toBe(410)
  })
})

describe('what is wrong', () => {
  it.each([
    ['phones', { name: 'A', phones: ['081234567890'] }, '/phones/0'],
    ['an empty name', { name: '', phones: [] }, '/name'],
    ['a name with blanks at its end', { name: 'A ', phones: [] }, '/name'],
    ['a number twice', { name: 'A', phones: ['+6281111111', '+6281111111'] }, '/phones'],
    ['unknown fields', { name: 'A', phones: [], nickname: 'B' }, ''],
  ])('in a contact is refused with its place: %s', async (_what, body, pointer) => {
    const id = randomUUID()
    const answer = await siti.put(`/api/contacts/${id}`, body)
    expect([answer.status, answer.body['errors']]).toMatchObject([422, [{ pointer }]])
    expect((await siti.get(`/api/contacts/${id}`)).status).toBe(404)
  })

  it.each([
    [{ value: 5 }, '/currency'],
    [{ value: 5.5, currency: 'IDR' }, '/value'],
    [{ value: 5, currency: 'XQZ' }, '/currency'],
    [{ stageId: '00000000-0000-4000-8000-000000000000' }, '/stageId'],
  ])('in a lead is refused: %j', async (wrong, pointer) => {
    const answer = await siti.put(`/api/leads/${randomUUID()}`, { title: 'T', contactId, ...wrong })
    expect([answer.status, answer.body['errors']]).toMatchObject([422, [{ pointer }]])
  })

  it('in the request itself is a problem too', async () => {
    const send = (headers: Record<string, string>, body: string) =>
      fetch(`${bench.crm.url}/api/auth/login`, { method: 'POST', headers, body })
    const bad = await send({ 'content-type': 'application/json' }, '{')
    expect([bad.status, await bad.json()]).toMatchObject([400, { type: 'urn:leadline:problem:bad-request' }])
    expect((await send({ 'content-type': 'text/plain' }, 'x')).status).toBe(415)
    expect((await send({ 'content-type': 'application/json' }, `"${'x'.repeat(1_100_000)}"`)).status).toBe(
      413,
    )
    const nothing = await fetch(`${bench.crm.url}/api/nothing`)
    expect([nothing.status, nothing.headers.get('content-type')]).toEqual([
      404,
      'application/problem+json; charset=utf-8',
    ])
  })
})

describe('notes and tasks', () => {
  it('hang on what is there', async () => {
    const note = { subject: { kind: 'contact', id: contactId }, body: 'Prefers mornings' }
    expect((await siti.put(`/api/notes/${randomUUID()}`, note)).status).toBe(201)
    const astray = { subject: { kind: 'order', id: randomUUID() }, body: 'Whose?' }
    expect((await siti.put(`/api/notes/${randomUUID()}`, astray)).status).toBe(422)
    const task = { title: 'Call back', dueAt: '2026-12-01T02:00:00Z' }
    expect((await siti.put(`/api/tasks/${randomUUID()}`, task)).body).toMatchObject({ done: false })
  })
})

describe('a batch', () => {
  it('gives each operation its own answer, and replays each on its own', async () => {
    const lead = randomUUID()
    const operation = (path: string, body: object, key = newKey()) => ({
      ...{ idempotencyKey: key, method: 'PUT', path, body },
    })
    const operations = [
      operation(`/api/contacts/${randomUUID()}`, { name: 'In a batch', phones: [] }),
      operation(`/api/leads/${randomUUID()}`, { title: 'Bad', contactId: randomUUID() }),
      operation(`/api/leads/${lead}`, { title: 'Good', contactId }),
      operation('/api/pipelines/none', {}),
      operation(`/api/leads/${lead}`, { title: 'No version', contactId }),
    ]
    const first = await siti.post('/api/batch', { operations })
    expect(first.body['results']).toMatchObject(
      [201, 422, 201, 404, 428].map((status, index) => ({
        status,
        replayed: false,
        idempotencyKey: operations[index]?.idempotencyKey,
      })),
    )
    const again = await siti.post('/api/batch', { operations: operations.slice(0, 3) })
    expect(again.body['results']).toMatchObject([
      { status: 201, replayed: true },
      { status: 422, replayed: false },
      { status: 201, replayed: true },
    ])
    expect(await entriesFor(lead)).toEqual(['committed', 'refused', 'replayed'])
    const update = { ...operation(`/api/leads/${lead}`, { title: 'Better', contactId }), ifMatch: 1 }
    const updated = await siti.post('/api/batch', { operations: [update] })
    expect(updated.body['results']).toMatchObject([{ status: 200, body: { version: 2 } }])
  })

  it('holds at most 100', async () => {
    const operations = Array.from({ length: 101 }, () => ({
      ...{ idempotencyKey: newKey(), method: 'PUT', path: `/api/contacts/${randomUUID()}`, body: {} },
    }))
    expect((await siti.post('/api/batch', { operations })).status).toBe(422)
  })
})
