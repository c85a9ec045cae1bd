/**
 * A new record arrived, its answer did not, and its repetition is refused: what the CRM holds by then is not taken for somebody else's
 * change, and what was changed meanwhile on both sides is merged as ever.
 */
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { CrmControl } from '../../../e2e/central-crm/control'
import { SEED_PASSWORD } from '../../../e2e/central-crm/seed/shop'
import { startSeededCrm } from '../../../e2e/central-crm/seeded'
import type { CentralCrm } from '../../../e2e/central-crm/server'
import { SITI, startSeededFrappe } from '../../../e2e/frappe/seed'
import type { FrappeSite } from '../../../e2e/frappe/server'
import { leadOf, openShop, orderOf, type Shop } from './testing'

let shop: Shop
const quiet = () => shop.untilStatus(({ waiting, refused }) => waiting === 0 && refused === 0)
const refused = () => shop.untilStatus((status) => status.refused === 1 && status.waiting === 0)
afterEach(() => shop.close())

describe('at a CRM of the reference contract', () => {
  let server: CentralCrm
  let control: CrmControl
  let id = ''

  beforeAll(async () => {
    const crm = await startSeededCrm()
    ;({ server, control } = crm)
    return crm.close
  })
  beforeEach(async () => {
    shop = await openShop({ timeout: 2000 })
    await shop.crm.signIn({ url: server.url, email: 'siti@example.test', password: SEED_PASSWORD })
    await shop.crm.syncNow()
    const contact = await shop.addContact()
    await shop.leads.create(leadOf(contact.id))
    await quiet()
    const match = { method: 'PUT', pathPrefix: '/api/orders/' }
    await control.fail({ kind: 'cut-after-commit', count: 1, match })
    await control.fail({ kind: '422', count: 1, match })
    id = (await shop.orders.create(orderOf(contact.id, { note: 'First' }))).id
    await refused()
  })
  afterEach(() => control.clear())
  const there = async () => (await control.records('order')).find((order) => order.id === id)

  it('an order that went on there, and whose note was changed here, is both', async () => {
    await control.edit('order', id, { status: 'confirmed' })
    await shop.orders.update({ id, note: 'Second' })
    await quiet()
    expect(await there()).toMatchObject({ status: 'confirmed', notes: 'Second' })
    expect(await shop.orders.get({ id })).toMatchObject({ status: 'confirmed', note: 'Second' })
  })

  it('a note changed on both sides is chosen, and ours goes through', async () => {
    await control.edit('order', id, { status: 'confirmed', notes: 'Theirs' })
    await shop.orders.update({ id, note: 'Second' })
    await refused()
    const [entry] = await shop.waiting()
    expect(entry).toMatchObject({
      state: 'conflict',
      choices: [{ field: 'notes', base: 'First', ours: 'Second', theirs: 'Theirs' }],
    })
    await shop.crm.choose({ entryId: entry!.id, choices: { notes: 'ours' } })
    await quiet()
    expect(await there()).toMatchObject({ status: 'confirmed', notes: 'Second' })
  })

  it('tried again without a change of ours, it is theirs', async () => {
    await control.edit('order', id, { status: 'confirmed', notes: 'Theirs' })
    await shop.crm.retry({ entryId: (await shop.waiting())[0]!.id })
    await quiet()
    expect(await there()).toMatchObject({ status: 'confirmed', notes: 'Theirs', version: 2 })
    expect(await shop.orders.get({ id })).toMatchObject({ status: 'confirmed', note: 'Theirs' })
  })
})

describe.each([{}, { custom: {}, unique: {} }])('at a site of Frappe, %o', (more) => {
  let site: FrappeSite
  const stageId = 'CRM Deal Status/Qualification'
  const deals = () => [...site.store.all('CRM Deal').values()]

  beforeEach(async () => {
    site = await startSeededFrappe(more)
    shop = await openShop({ timeout: 4000 })
    await shop.crm.signIn({ kind: 'frappe', url: site.url, apiKey: SITI.key, apiSecret: SITI.secret })
    await shop.crm.syncNow()
  })
  afterEach(() => site.close())

  /** A deal that the site has, and whose repetition it refused. */
  async function lost(): Promise<{ id: string; contactId: string; name: string }> {
    const contact = await shop.addContact('Pak Budi')
    const subject = { kind: 'contact' as const, id: contact.id }
    await shop.notes.create({ id: crypto.randomUUID(), subject, body: 'Called' })
    await quiet()
    site.fail('POST', 'cut-after-commit')
    const { id } = await shop.leads.create(leadOf(contact.id, { stageId, value: 500 }))
    await shop.until(
      () => shop.waiting(),
      ([entry]) => typeof entry?.reason === 'string',
    )
    site.fail('GET', 'refused')
    await refused()
    return { id, contactId: contact.id, name: String(deals()[0]?.name) }
  }

  it('a deal that went on there, and whose value was changed here, is both, and one', async () => {
    const { id, name, contactId } = await lost()
    site.store.update('CRM Deal', name, { status: 'Won' }, 'boss')
    await shop.leads.update({ id, value: 700 })
    await quiet()
    expect(deals()).toMatchObject([{ name, status: 'Won', deal_value: 7 }])
    expect(await shop.leads.ofContact({ contactId })).toMatchObject([
      { id, value: 700, stageId: 'CRM Deal Status/Won', sync: { state: 'synced' } },
    ])
  })

  // Without the field nothing tells such a look whose it is.
  const withField = 'custom' in more ? it.skip : it
  withField('a look at the site in between changes nothing of that', async () => {
    const { id, name, contactId } = await lost()
    site.store.update('CRM Deal', name, { status: 'Won' }, 'boss')
    await shop.crm.syncNow()
    await shop.leads.update({ id, value: 700 })
    await quiet()
    expect(deals()).toMatchObject([{ name, status: 'Won', deal_value: 7 }])
    const ours = (await shop.leads.ofContact({ contactId })).filter((lead) => lead.id === id)
    expect(ours).toMatchObject([{ value: 700, stageId: 'CRM Deal Status/Won' }])
  })

  withField('given up after such a look, it is what it is there', async () => {
    const { id, contactId } = await lost()
    await shop.crm.syncNow()
    await shop.crm.discard({ entryId: (await shop.waiting())[0]!.id })
    await shop.crm.syncNow()
    await quiet()
    const all = await shop.leads.ofContact({ contactId })
    expect(all.filter(({ sync }) => sync.state === 'synced')).toHaveLength(1)
    expect(all.find((lead) => lead.id === id)).toBeDefined()
  })
})
