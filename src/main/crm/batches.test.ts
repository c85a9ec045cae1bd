/** Batches, against the reference server over real HTTP. */
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import type { CrmControl } from '../../../e2e/central-crm/control'
import { SEED_PASSWORD } from '../../../e2e/central-crm/seed/shop'
import { startSeededCrm } from '../../../e2e/central-crm/seeded'
import type { CentralCrm } from '../../../e2e/central-crm/server'
import { leadOf, openShop, type Shop } from './testing'
import { realTimer } from './worker'

let server: CentralCrm
let control: CrmControl
let shop: Shop
/** Milliseconds. */
let ahead = 0
/** Log entries up to here are of before. */
let mark = 0

beforeAll(async () => {
  const crm = await startSeededCrm()
  ;({ server, control } = crm)
  return crm.close
})
beforeEach(async () => {
  ahead = 0
  shop = await openShop({ time: { clock: () => Date.now() + ahead, timer: realTimer } })
  await shop.crm.signIn({ url: server.url, email: 'siti@example.test', password: SEED_PASSWORD })
  await shop.crm.syncNow()
})
afterEach(async () => {
  await control.clear()
  await shop.close()
})

/** Makes leads while the CRM can't be reached, then sends them. @returns how they went out. */
async function send({ refused = false } = {}): Promise<{ batches: number; alone: number }> {
  await control.fail({ kind: 'cut-before-commit' })
  const contact = await shop.addContact()
  for (let n = 1; n <= 6; n += 1) await shop.leads.create(leadOf(contact.id, { title: `Lead ${n}` }))
  await control.waitFor(({ fault }) => fault !== null, { after: mark })
  await control.clear()
  mark = (await control.log()).at(-1)?.seq ?? 0
  if (refused) await control.fail({ kind: '422', count: 1, match: { pathPrefix: '/api/batch' } })
  await shop.crm.syncNow().catch(() => undefined)
  await shop.untilStatus((status) => status.waiting === 0 && status.refused === 0)
  const log = (await control.log(mark)).filter(({ inBatch, fault }) => !inBatch && fault === null)
  mark = (await control.log()).at(-1)?.seq ?? 0
  return {
    batches: log.filter(({ path: to }) => to === '/api/batch').length,
    alone: log.filter(({ method, kind }) => method === 'PUT' && kind === 'lead').length,
  }
}

it('are sent again a while after one was refused as a whole', async () => {
  // The first of them shows alone that the CRM is back.
  expect(await send()).toEqual({ batches: 1, alone: 0 })
  expect(await send({ refused: true })).toEqual({ batches: 0, alone: 6 })
  expect(await send()).toEqual({ batches: 0, alone: 6 })
  ahead += 15 * 60_000
  expect(await send()).toEqual({ batches: 1, alone: 0 })
})
