/** Changes that reach the CRM, against the same requests sent bare through the same HTTP client. */
import { randomUUID } from 'node:crypto'
import { stageId } from '../../e2e/central-crm/seed'
import { leadOf, openShop, type Shop } from '../../src/main/crm/testing'
import { interleave, perSecond, resultOf, timed, type Benchmark } from '../runner'
import { contactBody, CREDENTIALS, leadBody, openOffice, type Office } from './office'

const LEADS = Number(process.env['BENCH_CRM_PUSH'] ?? 1000)
const PEOPLE = LEADS / 10
const BATCH = 100
const LOOK_UPS = 4

let lastPhone = 0
const phone = (): string => `+6285${String((lastPhone += 1)).padStart(9, '0')}`

/** Made while nothing is sent, then sent all at once. */
async function ours(shop: Shop): Promise<number> {
  await shop.crm.stop()
  for (let n = 0; n < PEOPLE; n += 1) {
    const { id } = await shop.addContact(`Pelanggan ${n}`, phone())
    for (let lead = 0; lead < LEADS / PEOPLE; lead += 1)
      await shop.leads.create(leadOf(id, { title: `Gaming laptop ${lead}` }))
  }
  const took = await timed(async () => {
    await shop.crm.start()
    await shop.untilStatus(({ waiting }) => waiting === 0)
  })
  // The look that follows is not to fall into the other side's time.
  await shop.crm.syncNow()
  return ((LEADS + PEOPLE) / took) * 1000
}

const put = (path: string, body: object) => ({ idempotencyKey: randomUUID(), method: 'PUT', path, body })

async function send(office: Office, operations: readonly object[]): Promise<void> {
  for (let at = 0; at < operations.length; at += BATCH) {
    const body = { operations: operations.slice(at, at + BATCH) }
    const answer = await office.bare({ method: 'POST', path: '/api/batch', body })
    if (answer.kind !== 'ok')
      throw new Error(`the CRM refused a batch: ${JSON.stringify(answer).slice(0, 300)}`)
  }
}

async function plain(office: Office): Promise<number> {
  const people = Array.from({ length: PEOPLE }, (_, n) => ({
    id: randomUUID(),
    ...contactBody(`P ${n}`, phone()),
  }))
  const leads = people.flatMap(({ id }) =>
    Array.from({ length: LEADS / PEOPLE }, (_, n) =>
      put(`/api/leads/${randomUUID()}`, { ...leadBody(id, n), stageId: stageId('New') }),
    ),
  )
  const took = await timed(async () => {
    const queue = [...people]
    const look = async (): Promise<void> => {
      for (let one = queue.shift(); one; one = queue.shift()) {
        const query = { phone: one.phones[0] ?? '', limit: 10 }
        await office.bare({ method: 'GET', path: '/api/contacts', query })
      }
    }
    await Promise.all(Array.from({ length: LOOK_UPS }, look))
    await send(
      office,
      people.map(({ id, ...body }) => put(`/api/contacts/${id}`, body)),
    )
    await send(office, leads)
  })
  return ((LEADS + PEOPLE) / took) * 1000
}

export const crmPush: Benchmark = {
  name: 'crm-push',
  group: 'crm',
  async run(rounds) {
    const office = await openOffice({ people: 0, leads: 0 })
    const shop = await openShop({ timeout: 60_000 })
    try {
      await shop.crm.signIn({ url: office.url, ...CREDENTIALS })
      await shop.crm.syncNow()
      const speed = await interleave(Math.min(rounds, 5), {
        ours: () => ours(shop),
        plain: () => plain(office),
      })
      return resultOf(
        {
          name: 'crm-push',
          against: 'the same requests sent bare with the same HTTP client',
          detail: `${perSecond(speed.ours)} from the change log until the CRM has them, against ${perSecond(speed.plain)}; ${LEADS} leads of ${PEOPLE} new people, in batches of ${BATCH}`,
        },
        speed.ours / speed.plain,
        { is: '>=', value: 0.8 },
      )
    } finally {
      await shop.close()
      await office.close()
    }
  },
}
