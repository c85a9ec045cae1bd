/** The maintained client of Frappe against the stand-in: what it does without us must work here as it does with a real site. */
import { FrappeApp } from 'frappe-js-sdk'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SITI, startSeededFrappe } from './seed'
import type { FrappeSite } from './server'

let site: FrappeSite
let app: FrappeApp

beforeAll(async () => {
  site = await startSeededFrappe()
  app = new FrappeApp(site.url, { useToken: true, token: () => `${SITI.key}:${SITI.secret}`, type: 'token' })
})
afterAll(() => site.close())

describe('frappe-js-sdk', () => {
  it('knows whose key it is, and is refused without one', async () => {
    expect(await app.auth().getLoggedInUser()).toBe(SITI.user)
    const stranger = new FrappeApp(site.url, { useToken: true, token: () => 'a:b', type: 'token' })
    await expect(stranger.auth().getLoggedInUser()).rejects.toMatchObject({
      httpStatus: 401,
      exception: expect.stringContaining('AuthenticationError') as string,
    })
  })

  it('makes, reads, changes, lists, counts and deletes documents', async () => {
    const db = app.db()
    const made = await db.createDoc<{ first_name: string; name?: string; phone_nos: object[] }>('Contact', {
      first_name: 'Budi',
      phone_nos: [{ phone: '+6281234567890', is_primary_mobile_no: 1 }],
    })
    const { name } = made
    expect(await db.getDoc('Contact', name)).toMatchObject({
      full_name: 'Budi',
      mobile_no: '+6281234567890',
      docstatus: 0,
    })
    await db.updateDoc('Contact', name, { last_name: 'Santoso' } as never)
    const listed = await db.getDocList('Contact', {
      fields: ['name', 'full_name'],
      filters: [['full_name', 'like', '%Santoso%']],
      orderBy: { field: 'modified', order: 'desc' },
      limit: 5,
    })
    expect(listed).toEqual([{ name, full_name: 'Budi Santoso' }])
    expect(await db.getCount('Contact', [['first_name', '=', 'Budi']])).toBe(1)
    expect(
      await db.getDocList('Contact', {
        orFilters: [
          ['first_name', '=', 'Budi'],
          ['first_name', '=', 'X'],
        ],
      }),
    ).toHaveLength(1)
    await db.deleteDoc('Contact', name)
    await expect(db.getDoc('Contact', name)).rejects.toMatchObject({ httpStatus: 404 })
    expect(site.log.at(-2)).toMatchObject({ method: 'DELETE', status: 202 })
  })

  it('is refused as Frappe refuses', async () => {
    const db = app.db()
    const refused = async (work: Promise<unknown>) => {
      const error: unknown = await work.then(
        () => null,
        (problem: unknown) => problem,
      )
      return error
    }
    expect(await refused(db.createDoc('Contact', {}))).toMatchObject({
      httpStatus: 417,
      exc_type: 'MandatoryError',
    })
    expect(await refused(db.createDoc('CRM Deal', { status: 'Nowhere' }))).toMatchObject({
      httpStatus: 417,
      exc_type: 'LinkValidationError',
    })
    await db.createDoc('CRM Deal', { wa_client_ref: 'once' })
    expect(await refused(db.createDoc('CRM Deal', { wa_client_ref: 'once' }))).toMatchObject({
      exc_type: 'UniqueValidationError',
    })
    expect(await refused(db.createDoc('Item Group', { item_group_name: 'Laptops' }))).toMatchObject({
      httpStatus: 409,
      exc_type: 'DuplicateEntryError',
    })
    expect(await refused(db.getDocList('CRM Deal', { fields: ['nothing'] }))).toMatchObject({
      httpStatus: 417,
      exc_type: 'DataError',
    })
    expect(await refused(db.getDoc('No Such', 'x'))).toMatchObject({ httpStatus: 404 })
    const [deal] = await db.getDocList<{ name: string }>('CRM Deal', { fields: ['name'] })
    const stale = { modified: '2020-01-01 00:00:00', organization: 'X' }
    expect(await refused(db.updateDoc('CRM Deal', deal!.name, stale as never))).toMatchObject({
      exc_type: 'TimestampMismatchError',
    })
  })
})
