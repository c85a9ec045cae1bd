import fc from 'fast-check'
import { expect, it } from 'vitest'
import { silentLogger } from '../../storage/test-storage'
import { forgiving, restorePlace, type Rect } from './window-state'

const LAPTOP: Rect = { x: 0, y: 25, width: 1440, height: 875 }
const BESIDE: Rect = { x: 1440, y: 0, width: 1920, height: 1040 }

it('comes back where it was, maximised or not', () => {
  const place = { x: 1500, y: 100, width: 900, height: 700, maximised: true }
  expect(restorePlace(place, [LAPTOP, BESIDE])).toEqual(place)
})

it('comes to the screen that is left when its own is gone', () => {
  const place = { x: 1500, y: 100, width: 900, height: 700, maximised: false }
  expect(restorePlace(place, [LAPTOP])).toEqual({ x: 270, y: 113, width: 900, height: 700, maximised: false })
})

it.each([
  ['above all screens', { x: 100, y: -690, width: 900, height: 700 }],
  ['with a sliver of its title bar to hold', { x: -850, y: 100, width: 900, height: 700 }],
  ['below', { x: 100, y: 2000, width: 900, height: 700 }],
])('is brought back from %s', (_name, rect) => {
  const { x, y } = restorePlace({ ...rect, maximised: false }, [LAPTOP])
  expect({ x, y }).toEqual({ x: 270, y: 113 })
})

it('is moved in wholly where only a part hangs over', () => {
  const place = { x: 1000, y: 400, width: 900, height: 700, maximised: false }
  expect(restorePlace(place, [LAPTOP])).toEqual({ ...place, x: 540, y: 200 })
})

it('gets smaller on a smaller screen', () => {
  const place = { x: 0, y: 25, width: 3000, height: 2000, maximised: false }
  expect(restorePlace(place, [LAPTOP])).toEqual({ ...LAPTOP, maximised: false })
})

it.each([null, undefined, 5, 'x', [], {}, { x: 1 }, { x: 0, y: 0, width: -5, height: 10, maximised: false }])(
  'stands in the middle where %o was kept',
  (saved) => {
    expect(restorePlace(saved, [LAPTOP])).toEqual({
      x: 80,
      y: 53,
      width: 1280,
      height: 820,
      maximised: false,
    })
  },
)

it('is no reason to end where it can’t be read or kept', () => {
  const logged: string[] = []
  const fails = (): never => {
    throw Object.assign(new Error('no space left'), { code: 'ENOSPC' })
  }
  const logger = { ...silentLogger, warn: (event: string) => void logged.push(event) }
  const store = forgiving({ read: fails, write: fails }, logger)
  expect(store.read()).toEqual({})
  store.write({ place: 1 })
  expect(logged).toEqual(['window-not-read', 'window-not-kept'])
})

it('lies wholly on a screen, whatever was kept', () => {
  const number = fc.integer({ min: -5_000, max: 5_000 })
  const size = fc.integer({ min: 1, max: 6_000 })
  const screen = fc.record({
    x: number,
    y: number,
    width: fc.integer({ min: 320, max: 4_000 }),
    height: fc.integer({ min: 240, max: 3_000 }),
  })
  const saved = fc.oneof(
    fc.record({ x: number, y: number, width: size, height: size, maximised: fc.boolean() }),
    fc.anything(),
  )
  fc.assert(
    fc.property(saved, screen, fc.array(screen, { maxLength: 3 }), (kept, main, others) => {
      const { x, y, width, height } = restorePlace(kept, [main, ...others])
      const holds = (area: Rect): boolean =>
        x >= area.x && y >= area.y && x + width <= area.x + area.width && y + height <= area.y + area.height
      expect([main, ...others].some(holds)).toBe(true)
    }),
  )
})
