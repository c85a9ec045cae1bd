import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SEED_PASSWORD } from './seed/shop'
import { startCentralCrm } from './server'
import { openBench, type Bench } from './testing/client'

let bench: Bench
beforeAll(async () => {
  bench = await openBench({ accessTtl: 60_000 })
})
afterAll(() => bench.close())

const refresh = (refreshToken: string) => bench.call('POST', '/api/auth/refresh', { body: { refreshToken } })

describe('signing in', () => {
  it('gives tokens that say who one is', async () => {
    const siti = await bench.signIn('siti')
    const { body } = await siti.get('/api/auth/profile')
    expect(body).toMatchObject({ email: 'siti@example.test', role: 'employee', id: siti.id })
  })

  it('refuses a wrong password and an unknown email alike', async () => {
    const wrong = await bench.call('POST', '/api/auth/login', {
      body: { email: 'siti@example.test', password: 'not this one' },
    })
    const unknown = await bench.call('POST', '/api/auth/login', {
      body: { email: 'nobody@example.test', password: SEED_PASSWORD },
    })
    expect(wrong.status).toBe(401)
    expect(wrong.headers.get('content-type')).toContain('application/problem+json')
    expect(unknown.body).toEqual(wrong.body)
  })

  it('refuses a made-up token', async () => {
    const { status, body } = await bench.call('GET', '/api/auth/profile', { token: 'a.b.c' })
    expect([status, body['type']]).toEqual([401, 'urn:leadline:problem:not-signed-in'])
  })

  it('ends access tokens in time, and all at once when told', async () => {
    const first = await bench.signIn('siti')
    await bench.control.expireTokens()
    expect((await first.get('/api/auth/profile')).body['type']).toBe('urn:leadline:problem:token-expired')
    const second = await bench.signIn('siti')
    expect((await second.get('/api/auth/profile')).status).toBe(200)
    bench.pass(61_000)
    expect((await second.get('/api/auth/profile')).body['type']).toBe('urn:leadline:problem:token-expired')
    expect((await refresh(second.tokens.refreshToken)).status).toBe(200)
  })
})

describe('refresh tokens', () => {
  it('rotate, and showing an old one after its successor was used ends the family', async () => {
    const first = (await bench.signIn('budi')).tokens.refreshToken
    const second = String((await refresh(first)).body['refreshToken'])
    const third = String((await refresh(second)).body['refreshToken'])
    expect(new Set([first, second, third]).size).toBe(3)
    const reused = await refresh(first)
    expect([reused.status, reused.body['type']]).toEqual([401, 'urn:leadline:problem:refresh-token-reused'])
    expect((await refresh(third)).status).toBe(401)
  })

  it('forgive an answer that was lost', async () => {
    const first = (await bench.signIn('budi')).tokens.refreshToken
    await bench.control.fail({
      kind: 'cut-after-commit',
      count: 1,
      match: { pathPrefix: '/api/auth/refresh' },
    })
    await expect(refresh(first)).rejects.toThrow()
    const again = await refresh(first)
    expect(again.status).toBe(200)
    expect((await refresh(String(again.body['refreshToken']))).status).toBe(200)
  })

  it('are over when everybody must sign in again', async () => {
    const { tokens } = await bench.signIn('budi')
    await bench.control.expireTokens({ refresh: true })
    expect((await refresh(tokens.refreshToken)).body['type']).toBe(
      'urn:leadline:problem:refresh-token-invalid',
    )
  })
})

describe('signing up', () => {
  const body = { email: 'New@Example.test', password: 'long enough to do', name: 'New' }

  it('makes a customer, and gives no role that was only asked for', async () => {
    const made = await bench.call('POST', '/api/auth/signup', { body })
    expect([made.status, made.body['user']]).toMatchObject([
      201,
      { role: 'customer', email: 'new@example.test' },
    ])
    expect((await bench.call('POST', '/api/auth/signup', { body })).status).toBe(409)
    const asked = { ...body, email: 'other@example.test', role: 'admin' }
    expect((await bench.call('POST', '/api/auth/signup', { body: asked })).status).toBe(401)
    const siti = await bench.signIn('siti')
    expect((await siti.post('/api/auth/signup', asked)).status).toBe(403)
    const admin = await bench.signIn('admin')
    expect((await admin.post('/api/auth/signup', asked)).status).toBe(403)
    const owner = await bench.signIn('owner')
    expect((await owner.post('/api/auth/signup', asked)).body['user']).toMatchObject({ role: 'admin' })
  })

  it('makes the first account of an empty server its owner', async () => {
    const empty = await startCentralCrm({ dbFile: ':memory:' })
    try {
      const answer = await fetch(`${empty.url}/api/auth/signup`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
      expect(await answer.json()).toMatchObject({ user: { role: 'owner' } })
    } finally {
      await empty.close()
    }
  })
})
