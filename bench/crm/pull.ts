/** A first reading of the CRM, against the same pages asked for bare; and how long it keeps the main thread from all else. */
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { PULLED } from '../../src/main/crm/pulled'
import { openShop } from '../../src/main/crm/testing'
import { page } from '../../src/main/crm/wire'
import { inMs, interleave, perSecond, resultOf, timed, type Benchmark } from '../runner'
import { CREDENTIALS, openOffice, type Office } from './office'

const PEOPLE = Number(process.env['BENCH_CRM_PULL'] ?? 10_000)
const FIRST = Number(process.env['BENCH_CRM_FIRST'] ?? 50_000)
/** Milliseconds. */
const LONGEST_PAUSE = 50

const PATHS: Record<(typeof PULLED)[number], string> = {
  pipeline: 'pipelines',
  category: 'categories',
  product: 'products',
  contact: 'contacts',
  lead: 'leads',
  order: 'orders',
  note: 'notes',
  task: 'tasks',
}

/** Into a database of its own: the sign-in, and all that is there. @returns milliseconds. */
async function readAll(office: Office): Promise<{ took: number; pause: number }> {
  const shop = await openShop({ timeout: 60_000 })
  const delay = monitorEventLoopDelay({ resolution: 1 })
  try {
    delay.enable()
    const took = await timed(async () => {
      await shop.crm.signIn({ url: office.url, ...CREDENTIALS })
      await shop.untilStatus(({ lastSyncAt }) => lastSyncAt !== null)
    })
    delay.disable()
    return { took, pause: delay.max / 1e6 }
  } finally {
    await shop.close()
  }
}

/** The same requests. @returns how many records there are. */
async function askAll(office: Office): Promise<number> {
  let count = 0
  await office.signIn()
  for (const kind of PULLED) {
    let cursor: string | null = null
    for (let more = true; more;) {
      const query: Record<string, string | number> = { limit: 200, ...(cursor === null ? {} : { cursor }) }
      const answer = await office.bare({ method: 'GET', path: `/api/${PATHS[kind]}`, query })
      if (answer.kind !== 'ok') throw new Error('the CRM did not answer')
      const found = page.parse(answer.body)
      count += found.items.length
      cursor = found.nextCursor
      more = found.more
    }
  }
  return count
}

export const crmPull: Benchmark = {
  name: 'crm-pull',
  group: 'crm',
  async run(rounds) {
    const office = await openOffice({ people: PEOPLE, leads: PEOPLE })
    try {
      let count = 0
      const took = await interleave(Math.min(rounds, 3), {
        ours: async () => (await readAll(office)).took,
        plain: () => timed(async () => (count = await askAll(office))),
      })
      const ours = (count / took.ours) * 1000
      const plain = (count / took.plain) * 1000
      return resultOf(
        {
          name: 'crm-pull',
          against: 'the same requests sent bare with the same HTTP client',
          detail: `${perSecond(ours)} into an empty database against ${perSecond(plain)}; ${count} records`,
        },
        ours / plain,
        { is: '>=', value: 0.8 },
      )
    } finally {
      await office.close()
    }
  },
}

export const crmPause: Benchmark = {
  name: 'crm-pause',
  group: 'crm',
  async run() {
    const office = await openOffice({ people: FIRST / 2, leads: FIRST / 2 })
    try {
      // What filling the office left behind is not the app's to collect.
      globalThis.gc?.()
      const { took, pause } = await readAll(office)
      return resultOf(
        {
          name: 'crm-pause',
          against: `${LONGEST_PAUSE} ms`,
          detail: `longest pause of the main thread ${inMs(pause)} while ${FIRST} records were read for the first time, in ${Math.round(took / 1000)} s`,
        },
        pause / LONGEST_PAUSE,
        { is: '<=', value: 1 },
      )
    } finally {
      await office.close()
    }
  },
}
