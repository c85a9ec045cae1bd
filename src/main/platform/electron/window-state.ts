/** Where the window was, and where it may be put again: always on a screen that is there. */
import { z } from 'zod'
import type { Logger } from '../ports'

export interface Rect {
  x: number
  y: number
  width: number
  height: number
}

const place = z.object({
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  maximised: z.boolean(),
})
/** In the system's own units (DIP); size and place are those the window has when it is not maximised. */
export type WindowPlace = z.infer<typeof place>

export const SMALLEST = { width: 400, height: 500 }
const USUAL = { width: 1280, height: 820 }
/** As much of the title bar as one needs to take hold of it. */
const GRIP = { width: 120, height: 32 }

const within = (value: number, least: number, most: number): number => Math.max(least, Math.min(value, most))

/** How much of `rect` lies in `area`, each way. */
const shared = (rect: Rect, area: Rect) => ({
  width: Math.max(0, Math.min(rect.x + rect.width, area.x + area.width) - Math.max(rect.x, area.x)),
  height: Math.max(0, Math.min(rect.y + rect.height, area.y + area.height) - Math.max(rect.y, area.y)),
})

/** Made small enough for the area and moved wholly into it. */
function fitted({ x, y, width, height }: Rect, area: Rect): Rect {
  const size = {
    width: Math.min(Math.max(width, SMALLEST.width), area.width),
    height: Math.min(Math.max(height, SMALLEST.height), area.height),
  }
  return {
    x: within(x, area.x, area.x + area.width - size.width),
    y: within(y, area.y, area.y + area.height - size.height),
    ...size,
  }
}

function centred({ width, height }: { width: number; height: number }, area: Rect): Rect {
  const x = Math.round(area.x + (area.width - width) / 2)
  const y = Math.round(area.y + (area.height - height) / 2)
  return fitted({ x, y, width, height }, area)
}

/**
 * @param saved what was kept of the last time, unchecked.
 * @param areas the screens without their bars, the main one first; at least one.
 */
export function restorePlace(saved: unknown, areas: readonly [Rect, ...Rect[]]): WindowPlace {
  const parsed = place.safeParse(saved)
  if (!parsed.success) return { ...centred(USUAL, areas[0]), maximised: false }
  const { maximised, ...rect } = parsed.data
  const size = (area: Rect): number => shared(rect, area).width * shared(rect, area).height
  const nearest = areas.reduce((best, area) => (size(area) > size(best) ? area : best))
  const grip = shared({ ...rect, height: GRIP.height }, nearest)
  const isHeld = grip.width >= GRIP.width && grip.height >= GRIP.height
  return { ...(isHeld ? fitted(rect, nearest) : centred(rect, areas[0])), maximised }
}

/** Where something small is kept between starts. */
export interface WindowStore {
  read(): Record<string, unknown>
  write(values: Record<string, unknown>): void
}

/** The same store, whose failures (a full disk, a file held by a scanner) are logged: a window's place is not worth an app. */
export function forgiving(store: WindowStore, logger: Logger): WindowStore {
  return {
    read() {
      try {
        return store.read()
      } catch (error) {
        logger.warn('window-not-read', { error })
        return {}
      }
    },
    write(values) {
      try {
        store.write(values)
      } catch (error) {
        logger.warn('window-not-kept', { error })
      }
    },
  }
}
