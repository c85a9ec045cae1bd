import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { openApiDocument, toYaml } from './openapi/document'
import { DOCUMENT_FILE, documentText } from './openapi/write'
import { checkAnswer, checkComponent } from './testing/contract'

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
    expect(check('/health', 200, 'application/json', { ...health, status: 'bad' })).toThrow('not a Health')
    expect(check('/health', 200, 'application/json', { ...health, more: 1 })).toThrow('not a Health')
    expect(check('/health', 200, 'text/html', health)).toThrow('text/html')
    expect(check('/nowhere', 200, 'application/json', health)).toThrow('no GET /nowhere')
    expect(check('/health', 500, 'application/problem+json', { type: 'about:blank' })).toThrow(
      'not a Problem',
    )
  })

  it('follows references', () => {
    const page = { items: [{ id: 'no uuid' }], nextCursor: '', more: false }
    expect(() => checkComponent('LeadPage', page)).toThrow('not a LeadPage')
    expect(() => checkComponent('LeadPage', { ...page, items: [] })).not.toThrow()
  })
})
