import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { addContact, newKey, openBench, type Bench, type Person } from './testing/client'

let bench: Bench
let siti: Person
let contactId: string
beforeAll(async () => {
  bench = await openBench()
  siti = await bench.signIn('siti')
  contactId = await addContact(siti)
})
afterEach(() => bench.control.clear())
afterAll(() => bench.close())

const match = { method: 'PUT', pathPrefix: '/api/leads' }
const lead = () => ({ id: randomUUID(), key: newKey(), body: { title: 'Once', contactId } })
type NewLead = ReturnType<typeof lead>
const push = ({ id, key, body }: NewLead) => siti.put(`/api/leads/${id}`, body, { key })
const trace = async ({ id }: NewLead) =>
  (await bench.control.log())
    .filter(({ recordId, path }) => recordId === id || path.endsWith(id))
    .map(({ outcome, fault, status }) => [outcome, fault, status])
const count = async ({ id }: NewLead) =>
  (await bench.control.records('lead')).filter((one) => one.id === id).length

describe('an ordered fault', () => {
  it('cuts after the commit: the replay finds exactly one record', async () => {
    const one = lead()
    await bench.control.fail({ kind: 'cut-after-commit', count: 1, match })
    await expect(push(one)).rejects.toThrow()
    expect(await count(one)).toBe(1)
    const again = await push(one)
    expect([again.status, again.headers.get('idempotency-replayed')]).toEqual([201, 'true'])
    expect(await count(one)).toBe(1)
    expect(await trace(one)).toEqual([
      ['committed', 'cut-after-commit', 201],
      ['replayed', null, 201],
    ])
  })

  it('cuts before the commit: nothing is written', async () => {
    const one = lead()
    await bench.control.fail({ kind: 'cut-before-commit', count: 1, match })
    await expect(push(one)).rejects.toThrow()
    expect(await count(one)).toBe(0)
    expect((await push(one)).headers.get('idempotency-replayed')).toBeNull()
    expect(await trace(one)).toEqual([
      ['failed', 'cut-before-commit', null],
      ['committed', null, 201],
    ])
  })

  it('cuts a batch after its commits', async () => {
    const one = lead()
    const operations = [
      { idempotencyKey: one.key, method: 'PUT', path: `/api/leads/${one.id}`, body: one.body },
    ]
    await bench.control.fail({ kind: 'cut-after-commit', count: 1, match: { pathPrefix: '/api/batch' } })
    await expect(siti.post('/api/batch', { operations })).rejects.toThrow()
    expect((await siti.post('/api/batch', { operations })).body['results']).toMatchObject([
      { replayed: true },
    ])
    expect(await count(one)).toBe(1)
  })

  it.each([
    ['500', 500, null],
    ['503', 503, '7'],
    ['429', 429, '7'],
    ['401', 401, null],
  ] as const)('answers %s, as often as ordered', async (kind, status, retryAfter) => {
    const one = lead()
    await bench.control.fail({ kind, count: 2, match, retryAfter: 7 })
    const answers = [await push(one), await push(one)]
    expect(answers.map((answer) => answer.status)).toEqual([status, status])
    expect(answers[0]?.headers.get('retry-after')).toBe(retryAfter)
    expect(await count(one)).toBe(0)
    expect((await push(one)).status).toBe(201)
  })

  it('refuses for good', async () => {
    const one = lead()
    await bench.control.fail({ kind: '422', count: 1, match })
    expect((await push(one)).status).toBe(422)
    expect(await count(one)).toBe(0)
    expect((await push(one)).status).toBe(201)
  })

  const raw = ({ id, key, body }: NewLead) =>
    fetch(`${bench.crm.url}/api/leads/${id}`, {
      method: 'PUT',
      headers: {
        'content-type': 'application/json',
        'idempotency-key': key,
        authorization: `Bearer ${siti.tokens.accessToken}`,
      },
      body: JSON.stringify(body),
    })

  it('answers in place of the CRM, as a network’s own page does', async () => {
    const one = lead()
    await bench.control.fail({ kind: 'portal', count: 1, match })
    const answer = await raw(one)
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/html'])
    expect(await answer.text()).toContain('<!doctype html>')
    expect(await count(one)).toBe(0)
  })

  it.each([
    [
      '500-after-commit',
      (answer: Promise<Response>) => expect(answer).resolves.toMatchObject({ status: 500 }),
    ],
    [
      'cut-mid-answer',
      (answer: Promise<Response>) => expect(answer.then((all) => all.text())).rejects.toThrow(),
    ],
    [
      'garbage-after-commit',
      (answer: Promise<Response>) => expect(answer.then((all) => all.json())).rejects.toThrow(),
    ],
  ] as const)('does it and answers so that nobody knows: %s', async (kind, seen) => {
    const one = lead()
    await bench.control.fail({ kind, count: 1, match })
    await seen(raw(one))
    expect(await count(one)).toBe(1)
    expect((await push(one)).headers.get('idempotency-replayed')).toBe('true')
    expect(await count(one)).toBe(1)
  })

  it('does a part of a batch', async () => {
    const all = [lead(), lead(), lead(), lead(), lead()]
    const operations = all.map(({ id, key, body }) => ({
      ...{ idempotencyKey: key, method: 'PUT', path: `/api/leads/${id}`, body },
    }))
    await bench.control.fail({ kind: 'batch-partly', count: 1, match: { pathPrefix: '/api/batch' } })
    const statuses = async () =>
      (await siti.post('/api/batch', { operations })).body['results'] as { status: number }[]
    expect((await statuses()).map(({ status }) => status)).toEqual([201, 503, 201, 422, 201])
    expect(await Promise.all(all.map(count))).toEqual([1, 0, 1, 0, 1])
    expect((await statuses()).map(({ status }) => status)).toEqual([201, 201, 201, 201, 201])
  })

  it.each([
    ['timeout', 0],
    ['timeout-after-commit', 1],
  ] as const)('never answers: %s', async (kind, written) => {
    const one = lead()
    await bench.control.fail({ kind, count: 1, match })
    const leaving = new AbortController()
    const request = fetch(`${bench.crm.url}/api/leads/${one.id}`, {
      method: 'PUT',
      signal: leaving.signal,
      headers: {
        'content-type': 'application/json',
        'idempotency-key': one.key,
        authorization: `Bearer ${siti.tokens.accessToken}`,
      },
      body: JSON.stringify(one.body),
    })
    await bench.control.waitFor((entry) => entry.fault === kind)
    leaving.abort()
    await expect(request).rejects.toThrow()
    expect(await count(one)).toBe(written)
    expect((await push(one)).status).toBe(201)
    expect(await count(one)).toBe(1)
  })

  it('hits only what it matches, and by a seeded chance the same requests each time', async () => {
    const round = async () => {
      await bench.control.fail({
        kind: '500',
        ratePerMille: 400,
        seed: 7,
        match: { pathPrefix: '/api/tasks' },
      })
      const hits: number[] = []
      for (let request = 0; request < 20; request++) hits.push((await siti.get('/api/tasks')).status)
      expect((await siti.get('/api/leads')).status).toBe(200)
      await bench.control.clear()
      return hits
    }
    const first = await round()
    expect(new Set(first)).toEqual(new Set([200, 500]))
    expect(await round()).toEqual(first)
  })
})

describe('the control client', () => {
  it('tells what came instead where nothing fits', async () => {
    await siti.get('/api/tasks')
    await expect(bench.control.waitFor(() => false, { timeoutMs: 1 })).rejects.toThrow('/api/tasks')
  })

  it('waits for what is still to come', async () => {
    const one = lead()
    const waiting = bench.control.waitFor(({ recordId }) => recordId === one.id)
    await push(one)
    expect(await waiting).toMatchObject({ outcome: 'committed', kind: 'lead', idempotencyKey: one.key })
  })

  it('refuses an edit that would leave a record the contract does not allow', async () => {
    const one = lead()
    await push(one)
    await expect(bench.control.edit('lead', one.id, { title: 5 })).rejects.toThrow('422')
  })
})
