/** Somebody else signs in at the same CRM: what the one before left waiting does not go out in their name unless a person says so. */
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import type { CrmControl } from '../../../e2e/central-crm/control'
import { SEED_PASSWORD } from '../../../e2e/central-crm/seed/shop'
import { startSeededCrm } from '../../../e2e/central-crm/seeded'
import type { CentralCrm } from '../../../e2e/central-crm/server'
import type { crmStore } from './store'
import { leadOf, openShop, type Shop } from './testing'

let server: CentralCrm
let control: CrmControl
let shop: Shop
let contactId = ''
let known = ''
let fresh = ''
const REASON = 'It was left waiting by Siti Rahmawati, who was signed in here before.'

const signIn = (as: string) =>
  shop.crm.signIn({ url: server.url, email: `${as}@example.test`, password: SEED_PASSWORD })
const quiet = () => shop.untilStatus(({ waiting, refused }) => waiting === 0 && refused === 0)
const there = async (id: string) => (await control.records('lead')).find((lead) => lead.id === id)
const entries = async () => (await shop.waiting()).map(({ kind, state, reason }) => ({ kind, state, reason }))

beforeAll(async () => {
  const crm = await startSeededCrm()
  ;({ server, control } = crm)
  return crm.close
})
/** Siti leaves a change of a lead, and a lead of a new person. */
beforeEach(async () => {
  shop = await openShop({ timeout: 3000 })
  await signIn('siti')
  contactId = (await shop.addContact()).id
  known = (await shop.leads.create(leadOf(contactId))).id
  await quiet()
  await shop.crm.signOut()
  await shop.leads.update({ id: known, title: 'Siti’s title' })
  fresh = (await shop.leads.create(leadOf((await shop.addContact('Newcomer')).id))).id
})
afterEach(() => shop.close())

const held = (kind: string) => ({ kind, state: 'held', reason: REASON })

it('waits for whoever made it, and is told whose it is; what the next one makes goes', async () => {
  await signIn('budi')
  await shop.crm.syncNow()
  expect(await entries()).toEqual([held('lead'), held('contact'), held('lead')])
  const [lead] = (await shop.leads.ofContact({ contactId })).filter(({ id }) => id === known)
  expect(lead?.sync).toEqual({ state: 'waiting', reason: REASON })
  const own = await shop.leads.create(leadOf((await shop.addContact('Budi’s')).id))
  await shop.crm.syncNow()
  expect(await there(own.id)).toMatchObject({ title: 'Gaming laptop' })
  expect(await entries()).toEqual([held('lead'), held('contact'), held('lead')])

  // Neither sent nor given up by whom the CRM gives no say over others.
  const [entry] = await shop.waiting()
  for (const act of [shop.crm.retry, shop.crm.discard])
    await expect(act({ entryId: entry!.id })).rejects.toMatchObject({ code: 'crm-forbidden' })
  expect(await there(known)).toMatchObject({ title: 'Gaming laptop', version: 1 })

  await shop.restart()
  await signIn('siti')
  await quiet()
  const mine = (await there(own.id))?.ownerId
  expect(await there(known)).toMatchObject({ title: 'Siti’s title' })
  expect((await there(fresh))?.ownerId).not.toBe(mine)
})

it('goes on with whoever made it, though somebody else’s sign-in ended half-way', async () => {
  const former = { id: shop.crm.who().userId!, name: 'Siti Rahmawati' }
  const store = shop.test.storage.store<typeof crmStore>('crm')
  await store.useCrm({ address: server.url, newUser: true, former, user: { id: 'budi', name: 'Budi' } })
  expect(await entries()).toEqual([held('lead'), held('contact'), held('lead')])
  await signIn('siti')
  await quiet()
  expect(await there(known)).toMatchObject({ title: 'Siti’s title' })
  expect(await there(fresh)).toMatchObject({ ownerId: former.id })
})

it('stays where the next one gives up what they changed of it themselves', async () => {
  await signIn('budi')
  await shop.leads.update({ id: fresh, title: 'Budi’s title' })
  const own = (await shop.waiting()).find(({ recordId, state }) => recordId === fresh && state !== 'held')
  await shop.crm.discard({ entryId: own!.id })
  expect(await entries()).toEqual([held('lead'), held('contact'), held('lead')])
  expect((await shop.leads.get({ id: fresh })).sync).toEqual({ state: 'waiting', reason: REASON })
  await signIn('siti')
  await quiet()
  expect(await there(fresh)).toMatchObject({ title: 'Gaming laptop' })
})

it('goes out in the name of a manager who says so, after what it is about', async () => {
  await signIn('manager')
  const { userId } = shop.crm.who()
  await shop.crm.syncNow()
  const lead = (await shop.waiting()).find(({ recordId }) => recordId === fresh)
  await shop.crm.retry({ entryId: lead!.id })
  await shop.crm.syncNow()
  expect(await there(fresh)).toMatchObject({ ownerId: userId })
  expect(await entries()).toEqual([held('lead')])
})

it('is given up by a manager without what they changed themselves', async () => {
  await signIn('manager')
  await shop.leads.update({ id: known, value: 7, currency: 'IDR' })
  await shop.crm.syncNow()
  const ofKnown = (await shop.waiting()).filter(({ recordId }) => recordId === known)
  expect(ofKnown.map(({ state, reason }) => [state, reason])).toEqual([
    ['held', REASON],
    ['waiting', REASON],
  ])
  await shop.crm.discard({ entryId: ofKnown[0]!.id })
  await shop.until(
    () => there(known),
    (lead) => lead?.value === 7,
  )
  expect(await there(known)).toMatchObject({ title: 'Gaming laptop', value: 7 })
})
