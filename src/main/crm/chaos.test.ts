/** Many changes on a bad road: whatever fails and whenever the app is ended, both sides hold the same in the end, and nothing twice. */
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { expect, it } from 'vitest'
import { crmControl } from '../../../e2e/central-crm/control'
import { SEED_PASSWORD } from '../../../e2e/central-crm/seed/shop'
import { startCentralCrm } from '../../../e2e/central-crm/server'
import { leadOf, openShop, orderOf } from './testing'

/** Mulberry32. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

const FAULTS = [
  '500',
  '503',
  '429',
  '401',
  'cut-before-commit',
  'cut-after-commit',
  'timeout-after-commit',
] as const
const STEPS = 60

it.each([1, 2, 3])('seed %i', { timeout: 180_000 }, async (seed) => {
  const random = seeded(seed)
  const below = (count: number): number => Math.floor(random() * count)
  const pick = <T>(from: readonly T[]): T => from[below(from.length)]!
  const folder = await mkdtemp(path.join(os.tmpdir(), 'leadline-chaos-'))
  const server = await startCentralCrm({ dbFile: path.join(folder, 'crm.db'), seed: true })
  const control = crmControl(server.url)
  const shop = await openShop({ timeout: 1500 })
  try {
    await shop.crm.signIn({ url: server.url, email: 'siti@example.test', password: SEED_PASSWORD })
    await shop.crm.syncNow()
    for (const kind of FAULTS)
      await control.fail({
        kind,
        ratePerMille: kind === 'timeout-after-commit' ? 15 : 60,
        seed,
        retryAfter: 0,
      })
    const stages = await shop.catalog.stages()
    const people = [await shop.addContact('Person 0')]
    const leads: string[] = []
    const orders: string[] = []
    const notes = new Map<string, string>()
    const step = async (n: number): Promise<void> => {
      switch (below(9)) {
        case 0:
          people.push(await shop.addContact(`Person ${n}`))
          break
        case 1:
        case 2:
          leads.push((await shop.leads.create(leadOf(pick(people).id, { title: `Lead ${n}` }))).id)
          break
        case 3:
          orders.push((await shop.orders.create(orderOf(pick(people).id, { status: 'draft' }))).id)
          break
        case 4:
          if (leads.length > 0) await shop.leads.update({ id: pick(leads), title: `Title ${n}` })
          break
        case 5:
          if (leads.length > 0) await shop.leads.update({ id: pick(leads), stageId: pick(stages).id })
          break
        case 6:
          if (orders.length > 0) {
            const lines = [
              { productId: null, name: `Thing ${n}`, quantity: 1 + below(9), unitPrice: below(1e6) },
            ]
            await shop.orders.update({ id: pick(orders), lines, note: `Note ${n}` })
          }
          break
        case 7: {
          const there = (await control.records('lead')).map(({ id }) => id)
          if (there.length === 0) break
          const id = pick(there)
          notes.set(id, `Office ${n}`)
          await control.edit('lead', id, { notes: `Office ${n}` })
          break
        }
        default:
          if (below(4) === 0) await shop.restart()
          else await shop.crm.syncNow().catch(() => undefined)
      }
    }
    for (let n = 1; n <= STEPS; n += 1) await step(n)
    await control.clear()
    for (let left = 1; left > 0;) {
      await shop.crm.syncNow()
      left = (await shop.crm.status()).waiting
    }
    await shop.crm.syncNow()

    expect(await shop.waiting()).toEqual([])
    const theirLeads = await control.records('lead')
    const theirOrders = await control.records('order')
    expect(theirLeads.map(({ id }) => id).sort()).toEqual([...leads].sort())
    expect(theirOrders.map(({ id }) => id).sort()).toEqual([...orders].sort())
    const used = new Set([...theirLeads, ...theirOrders].map(({ contactId }) => contactId))
    expect(new Set((await control.records('contact')).map(({ id }) => id))).toEqual(used)
    expect(await control.records('contact')).toHaveLength(used.size)
    const ourLeads = (
      await Promise.all(people.map(({ id }) => shop.leads.ofContact({ contactId: id })))
    ).flat()
    const ourOrders = (
      await Promise.all(people.map(({ id }) => shop.orders.ofContact({ contactId: id })))
    ).flat()
    for (const lead of ourLeads) {
      const { title, stageId, value, currency } = lead
      const theirs = theirLeads.find(({ id }) => id === lead.id)
      expect(theirs).toMatchObject({ title, stageId, value, currency, notes: notes.get(lead.id) ?? null })
      expect(lead.sync).toEqual({ state: 'synced', reason: null })
    }
    for (const order of ourOrders) {
      const theirs = theirOrders.find(({ id }) => id === order.id)
      expect(theirs).toMatchObject({ total: order.total, notes: order.note, number: order.number })
      expect(theirs?.lines).toMatchObject(order.lines)
      expect(order.sync).toEqual({ state: 'synced', reason: null })
    }
    const commits = (await control.log()).filter(
      ({ outcome, method }) => outcome === 'committed' && method === 'PUT',
    )
    expect(new Set(commits.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(commits.length)
    const hit = (await control.log()).filter(({ fault }) => fault !== null)
    expect(hit.length).toBeGreaterThan(5)
  } finally {
    await shop.close()
    await server.close()
    await rm(folder, { recursive: true, force: true })
  }
})
