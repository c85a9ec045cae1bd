import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { openApiDocument, toYaml } from './openapi/document'
import { DOCUMENT_FILE, documentText } from './openapi/write'
import { requestFault } from './openapi/judge'
import { openBench } from './testing/client'
import { checkAnswer } from './testing/contract'

describe('the OpenAPI document', () => {
  it('in docs/ is the one that the schemas make; else run e2e/central-crm/openapi/write.ts', async () => {
    expect(await readFile(DOCUMENT_FILE, 'utf8')).toBe(await documentText())
  })

  it('names no component that it does not have', () => {
    const text = JSON.stringify(openApiDocument())
    const { components } = openApiDocument()
    const has = JSON.stringify(components)
    const names = new Set(
      [...text.matchAll(/#\/components\/(\w+)\/(\w+)/g)].map(([, , name]) => `"${String(name)}":`),
    )
    expect(names.size).toBeGreaterThan(30)
    for (const name of names) expect(has).toContain(name)
  })

  it('has the addresses of the contract', () => {
    const { paths } = openApiDocument()
    expect(Object.keys(paths ?? {}).sort()).toMatchInlineSnapshot(`
      [
        "/api/admin/cleanup-stats",
        "/api/auth/login",
        "/api/auth/profile",
        "/api/auth/refresh",
        "/api/auth/signup",
        "/api/batch",
        "/api/categories",
        "/api/categories/{id}",
        "/api/contacts",
        "/api/contacts/{id}",
        "/api/leads",
        "/api/leads/{id}",
        "/api/notes",
        "/api/notes/{id}",
        "/api/orders",
        "/api/orders/{id}",
        "/api/pictures/{sha256}",
        "/api/pipelines",
        "/api/pipelines/{id}",
        "/api/products",
        "/api/products/{id}",
        "/api/tasks",
        "/api/tasks/{id}",
        "/api/whatsapp/sessions/active",
        "/api/whatsapp/sessions/{deviceId}",
        "/health",
      ]
    `)
  })

  it('writes YAML that keeps hard strings apart', () => {
    const value = {
      a: ['yes', '1', '', 'x: y', [], {}],
      'b c': { d: null, e: [[1, true]], '200': 'two\n\nlines\n' },
    }
    expect(toYaml(value)).toMatchInlineSnapshot(`
      "a:
        - "yes"
        - "1"
        - ""
        - "x: y"
        - []
        - {}
      "b c":
        "200": |
          two

          lines
        d: null
        e:
          - - 1
            - true
      "
    `)
  })
})

describe('the check of answers', () => {
  const health = { status: 'ok', time: '2026-01-01T00:00:00Z', version: '1' }
  const check = (path: string, status: number, type: string, body: unknown) => () =>
    checkAnswer('GET', path, status, type, body)

  it('passes what fits and throws for what does not', () => {
    expect(check('/health', 200, 'application/json; charset=utf-8', health)).not.toThrow()
    expect(check('/health', 200, 'application/json', { ...health, status: 'bad' })).toThrow('/health')
    expect(check('/health', 200, 'application/json', { ...health, more: 1 })).toThrow('/health')
    expect(check('/health', 200, 'text/html', health)).toThrow('text/html')
    expect(check('/nowhere', 200, 'application/json', health)).toThrow('no GET /nowhere')
    expect(check('/health', 500, 'application/problem+json', { type: 'about:blank' })).toThrow('/health 500')
  })

  it('follows references', () => {
    const page = { items: [{ id: 'no uuid' }], nextCursor: '', more: false }
    expect(() => checkAnswer('GET', '/api/leads', 200, 'application/json', page)).toThrow('/api/leads')
    const empty = { ...page, items: [] }
    expect(() => checkAnswer('GET', '/api/leads', 200, 'application/json', empty)).not.toThrow()
  })
})

describe('the check of requests', () => {
  const lead = `/api/leads/00000000-0000-4000-8000-000000000001`
  const headers = { 'content-type': 'application/json', 'idempotency-key': 'key-12345678' }
  const body = { title: 'Laptop', contactId: '00000000-0000-4000-8000-000000000002' }
  const put = { method: 'PUT', path: lead, query: {}, headers, body }

  it('passes what fits, and says what does not', () => {
    expect(requestFault(put)).toBeNull()
    expect(requestFault({ ...put, headers: { 'content-type': 'application/json' } })).toContain(
      'Idempotency-Key',
    )
    expect(requestFault({ ...put, body: { ...body, value: -1 } })).toContain('value')
    expect(requestFault({ ...put, body: { ...body, more: 1 } })).toContain('additional')
    expect(requestFault({ ...put, body: undefined })).toContain('missing')
    expect(requestFault({ ...put, path: '/api/leads/7' })).toContain('id')
    expect(requestFault({ ...put, path: '/api/nothing' })).toContain('no PUT')
    const list = { method: 'GET', path: '/api/leads', headers: {}, body: undefined }
    expect(requestFault({ ...list, query: { limit: '200' } })).toBeNull()
    expect(requestFault({ ...list, query: { limit: 'many' } })).toContain('limit')
    expect(requestFault({ ...list, query: { page: '2' } })).toContain('page')
  })

  it('is made of all that a server in a test takes, and fails that test', async () => {
    const bench = await openBench()
    const login = {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'user-agent': 'Leadline' },
    }
    await fetch(`${bench.crm.url}/api/auth/login`, { ...login, body: '{"email":"siti@example.test"}' })
    expect(await bench.control.contractFaults()).toEqual([
      expect.stringContaining('Leadline asked: POST /api/auth/login: the body') as string,
    ])
    await expect(bench.close()).rejects.toThrow('not as the OpenAPI document says')
  })
})
