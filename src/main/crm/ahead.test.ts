/** Reading ahead: in order, never too far, and to a clean end. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Ahead } from './ahead'
import type { PageAnswer } from './connector'

const later: PageAnswer = {
  kind: 'later',
  status: 500,
  reason: 'x',
  retryAfter: null,
  unreachable: false,
  ofCrm: true,
}
const page = (n: number, more: boolean): PageAnswer => ({ kind: 'page', items: [n], cursor: String(n), more })
const turns = async (count: number): Promise<void> => {
  for (let n = 0; n < count; n += 1) await Promise.resolve()
}

it('brings each page once and in order, at most eight of them unread, whoever is slower', async () => {
  const paces = fc.array(fc.nat({ max: 12 }), { minLength: 1, maxLength: 8 })
  await fc.assert(
    fc.asyncProperty(fc.nat({ max: 30 }), fc.boolean(), paces, paces, async (last, fails, reads, takes) => {
      let asked = 0
      let taken = 0
      let most = 0
      const ahead = new Ahead(async (cursor) => {
        const n = Number(cursor ?? -1) + 1
        expect(n).toBe(asked)
        asked += 1
        most = Math.max(most, asked - taken)
        await turns(reads[n % reads.length] ?? 0)
        return fails && n === last ? later : page(n, n < last)
      }, null)
      const seen: unknown[] = []
      for (let round = 0; ; round += 1) {
        const { pages, end } = await ahead.come()
        taken += pages.length
        seen.push(...pages.flatMap(({ items }) => JSON.parse(items) as unknown[]))
        await turns(takes[round % takes.length] ?? 0)
        if (end === null) continue
        expect(end).toEqual(fails ? later : 'done')
        break
      }
      await ahead.stop()
      const count = fails ? last : last + 1
      expect(seen).toEqual(Array.from({ length: count }, (_, n) => n))
      expect(most).toBeLessThanOrEqual(9)
    }),
  )
})

it('stops where a page leads nowhere, and with whoever takes no more', async () => {
  const same = new Ahead(() => Promise.resolve(page(3, true)), '3')
  expect(await same.come()).toMatchObject({ pages: [{ cursor: '3', more: false }], end: 'done' })
  let asked = 0
  const endless = new Ahead(() => Promise.resolve(page((asked += 1), true)), null)
  await endless.come()
  await endless.stop()
  const before = asked
  await turns(50)
  expect(asked).toBe(before)
})

it('tells what reading threw, after what came before it', async () => {
  const ahead = new Ahead(
    (cursor) => (cursor === null ? Promise.resolve(page(1, true)) : Promise.reject(new Error('broken'))),
    null,
  )
  expect(await ahead.come()).toMatchObject({ pages: [{ cursor: '1' }] })
  await expect(ahead.come()).rejects.toThrow('broken')
  await ahead.stop()
})
