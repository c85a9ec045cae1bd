/**
 * A CRM that fails three of ten requests, and an app that is killed: in the end both hold the same, each thing once. `FLAKY_LEADS`,
 * `FLAKY_ORDERS`, `FLAKY_HOURS`, `FLAKY_KILLS`, `FLAKY_TIMEOUT` and `FLAKY_SEED` make it longer or another one (npm run soak).
 */
import { expect, it } from 'vitest'
import type { CourseSize } from './course'
import { passDay } from './day'

const given = (name: string, usual: number): number => Number(process.env[`FLAKY_${name}`] ?? usual)
const size: CourseSize = {
  leads: given('LEADS', 30),
  orders: given('ORDERS', 30),
  hours: given('HOURS', 1),
  kills: given('KILLS', 3),
  timeout: given('TIMEOUT', 400),
  seed: given('SEED', 20260),
}

it(
  `holds ${size.leads} leads and ${size.orders} orders once, through ${size.kills} kills (seed ${size.seed})`,
  async () => {
    const isLong = size.hours > 2
    const seen = await passDay(size, (text) => isLong && process.stdout.write(`${text}\n`))
    const { kills, heard, noNetwork, ownFaults, byKind, requests, failed } = seen
    if (isLong) process.stdout.write(`${JSON.stringify({ size, ...seen }, null, 1)}\n`)
    expect(ownFaults).toEqual([])
    expect({ leads: seen.leads, orders: seen.orders }).toEqual({ leads: size.leads, orders: size.orders })
    expect(Object.entries(byKind).filter(([, count]) => count === 0)).toEqual([])
    expect(noNetwork).toBeGreaterThan(0)
    expect(heard['signed-in']).toBeGreaterThan(1)
    expect(failed / requests).toBeGreaterThan(0.2)
    expect(Object.values(kills).reduce((sum, count) => sum + count, 0)).toBe(size.kills)
    expect(kills.committed).toBeGreaterThan(0)
  },
  60_000 + size.hours * 240_000,
)
