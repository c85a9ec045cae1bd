import fc from 'fast-check'
import { expect, it } from 'vitest'
import { courseOf, wantedOf } from './course'

const size = fc.record({
  seed: fc.nat(),
  leads: fc.integer({ min: 1, max: 60 }),
  orders: fc.integer({ min: 1, max: 60 }),
  kills: fc.nat({ max: 9 }),
  hours: fc.integer({ min: 1, max: 24 }),
})

it('a course follows from its seed, holds what was asked for, and makes everything before it is changed', () => {
  fc.assert(
    fc.property(size, (one) => {
      const steps = courseOf(one)
      expect(courseOf(one)).toEqual(steps)
      const { leads, orders } = wantedOf(steps)
      expect([leads.size, orders.size]).toEqual([one.leads, one.orders])
      expect(steps.filter((step) => step.do === 'kill')).toHaveLength(one.kills)
      const known = new Set<string>()
      for (const step of steps) {
        if ((step.do === 'lead' || step.do === 'order' || step.do === 'rename') && !known.has(step.phone))
          throw new Error(`${step.do} of nobody`)
        if ((step.do === 'change-lead' || step.do === 'change-order') && !known.has(step.id))
          throw new Error(`${step.do} of nothing`)
        if (step.do === 'person') known.add(step.phone)
        if (step.do === 'lead' || step.do === 'order') known.add(step.id)
      }
      const roads = steps.flatMap((step) => (step.do === 'road' ? [step.open] : []))
      expect(roads.at(-1)).toBe(true)
      expect(Math.max(...steps.map(({ at }) => at))).toBeLessThanOrEqual(one.hours * 3_600_000)
    }),
  )
})
