/** Devices tell the reference server how they stand, and an admin reads it. */
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { accountState, attentionReason, deviceState } from '../../contract'
import type { CrmControl } from '../../../e2e/central-crm/control'
import { SEED_PASSWORD } from '../../../e2e/central-crm/seed/shop'
import { startSeededCrm } from '../../../e2e/central-crm/seeded'
import type { CentralCrm } from '../../../e2e/central-crm/server'
import { deviceIdOf, deviceStateOf, type DeviceAccount } from './reporter'
import { leadOf, openShop, type Shop } from './testing'

const FIRST: DeviceAccount = {
  ...{ id: 'main', label: null, phone: '+6281110000004', linkedBy: null },
  ...{ state: 'connected', reason: null, since: 1_700_000_000_000, paused: false, health: 'healthy' },
}

let server: CentralCrm
let control: CrmControl
let shop: Shop
let accounts: DeviceAccount[]
let mark = 0

const signIn = (as: string) =>
  shop.crm.signIn({ url: server.url, email: `${as}@example.test`, password: SEED_PASSWORD })
const isReport = ({ method, path: at }: { method: string; path: string }) =>
  method === 'PUT' && at.startsWith('/api/whatsapp/sessions/')
/** The next report after what was there before. */
async function reported(): Promise<void> {
  mark = (await control.waitFor((entry) => isReport(entry) && entry.seq > mark)).seq
}
/** What the admin sees; by somebody else's sign-in on another machine. */
async function seen() {
  const other = await openShop()
  try {
    await other.crm.signIn({ url: server.url, email: 'admin@example.test', password: SEED_PASSWORD })
    return await other.crm.team()
  } finally {
    await other.close()
  }
}

beforeAll(async () => {
  const crm = await startSeededCrm()
  ;({ server, control } = crm)
  return crm.close
})
beforeEach(async () => {
  accounts = [FIRST]
  mark = (await control.log()).at(-1)?.seq ?? 0
  const machine = { name: 'shop-laptop', appVersion: '1.2.3', accounts: () => accounts }
  shop = await openShop({ machine })
})
afterEach(() => shop.close())

describe('a device', () => {
  it('is told with its connection and health, again when it changes, and once more when Leadline ends', async () => {
    await signIn('siti')
    await reported()
    const { devices, cleanup } = await seen()
    const [first] = devices
    expect(first?.id).toMatch(/^[\w-]{32}$/)
    expect(devices).toEqual([
      {
        ...{ id: first?.id, name: 'shop-laptop', userName: 'Siti Rahmawati' },
        ...{ phone: FIRST.phone, state: 'ready', since: FIRST.since, health: 'healthy' },
        ...{ lastMessageAt: null, queued: 0, unsynced: 0, appVersion: '1.2.3' },
        reportedAt: first?.reportedAt,
      },
    ])
    expect(cleanup.staleSessions).toBe(0)
    accounts = [{ ...FIRST, label: 'Toko', state: 'attention', reason: 'changed', health: 'critical' }]
    shop.crm.accountChanged()
    await reported()
    const [changed] = (await seen()).devices
    expect(changed).toMatchObject({ name: 'shop-laptop · Toko', state: 'outdated', health: 'critical' })
    await shop.crm.stop()
    expect((await seen()).devices).toEqual([])
  })

  it('is told soon that nothing waits any more', async () => {
    await control.fail({ kind: '503', count: 50, match: { pathPrefix: '/api/contacts' } })
    await signIn('siti')
    await reported()
    const unsynced = async () => (await seen()).devices[0]?.unsynced
    const { id } = await shop.addContact('Dewi')
    await shop.leads.create(leadOf(id))
    accounts = [{ ...FIRST, health: 'warning' }]
    shop.crm.accountChanged()
    await reported()
    expect(await unsynced()).toBeGreaterThan(0)
    await control.clear()
    await shop.crm.syncNow()
    await shop.untilStatus(({ waiting }) => waiting === 0)
    await reported()
    expect(await unsynced()).toBe(0)
  })

  it('of somebody else on this machine is not told in one’s own name', async () => {
    const budi = { ...FIRST, id: 'second', phone: '+6281110000005' }
    accounts = [{ ...FIRST, linkedBy: 'somebody' }, budi]
    await signIn('budi')
    await reported()
    const { devices } = await seen()
    expect(devices.filter(({ userName }) => userName === 'Budi Santoso')).toMatchObject([
      { phone: budi.phone },
    ])
    // The next person at this machine reports under names of their own: the CRM takes them.
    accounts = [budi]
    await signIn('arjun')
    await reported()
    expect((await control.log()).filter(isReport).at(-1)).toMatchObject({ status: 200 })
  })

  it('that was never linked, or nobody signed in, is not told of', async () => {
    accounts = [{ ...FIRST, phone: null, state: 'unlinked' }]
    await signIn('siti')
    shop.crm.accountChanged()
    await shop.crm.syncNow()
    await shop.crm.signOut()
    accounts = [FIRST]
    shop.crm.accountChanged()
    await shop.restart()
    expect((await control.log(mark)).filter(isReport)).toEqual([])
  })

  it('has a state in the contract’s words, whatever its own', () => {
    for (const state of accountState.options)
      for (const reason of [null, ...attentionReason.options])
        for (const paused of [true, false])
          expect(deviceState.options).toContain(deviceStateOf({ state, reason, paused }))
    expect(deviceStateOf({ state: 'connected', reason: null, paused: true })).toBe('paused')
    expect(deviceStateOf({ state: 'connected', reason: 'timelock', paused: false })).toBe('ready')
  })

  it('has one name per installation, person and account', () => {
    const names = ['a', 'b'].flatMap((one) =>
      ['a', 'b'].flatMap((two) => ['a', 'b'].map((three) => deviceIdOf(one, two, three))),
    )
    expect(new Set(names).size).toBe(8)
  })
})

describe('the team', () => {
  it('is shown to nobody whom the CRM does not tell, with the reason', async () => {
    await expect(shop.crm.team()).rejects.toMatchObject({ code: 'crm-signed-out' })
    await signIn('manager')
    await expect(shop.crm.team()).rejects.toMatchObject({ code: 'crm-forbidden' })
    await signIn('owner')
    await control.fail({ kind: '503', count: 1, match: { pathPrefix: '/api/admin' } })
    await expect(shop.crm.team()).rejects.toMatchObject({ code: 'crm-unreachable' })
  })
})
