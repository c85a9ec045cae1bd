/** Our window's life, with a stand-in for Electron. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { silentLogger } from '../../storage/test-storage'
import { HUNG_AFTER } from './revival'
import { FakeWindow } from './session/electron.testing'
import { createMainWindow } from './window'

vi.mock('electron', async () => {
  const { FakeWindow } = await import('./session/electron.testing')
  const display = { id: 1, workArea: { x: 0, y: 0, width: 1920, height: 1040 } }
  return {
    BrowserWindow: FakeWindow,
    nativeTheme: { shouldUseDarkColors: false },
    screen: { getPrimaryDisplay: () => display, getAllDisplays: () => [display] },
  }
})

const URL = 'leadline-app://inbox/'
let stored: Record<string, unknown>
const told = vi.fn()
let isQuitting = false

function make(): { window: FakeWindow; raise: () => void } {
  const { raise } = createMainWindow({
    ...{ url: URL, preload: 'preload.cjs', packaged: true, minimised: true, logger: silentLogger },
    store: { read: () => stored, write: (values) => void (stored = values) },
    onFirstHidden: told,
    isQuitting: () => isQuitting,
    quit: () => undefined,
  })
  const window = FakeWindow.all.at(-1)
  if (!window) throw new Error('no window')
  return { window, raise }
}
const loads = (window: FakeWindow): number => window.calls.filter((call) => call === URL).length
const close = (window: FakeWindow): boolean => {
  let held = false
  window.emit('close', { preventDefault: () => (held = true) })
  return held
}

beforeEach(() => {
  vi.useFakeTimers()
  stored = {}
  isQuitting = false
  told.mockClear()
})
afterEach(() => {
  vi.useRealTimers()
})

it('ends a page that hangs, which is loaded again; one that comes back in time stays', () => {
  const { window } = make()
  const { webContents } = window
  webContents.emit('unresponsive')
  vi.advanceTimersByTime(HUNG_AFTER - 1)
  webContents.emit('responsive')
  vi.advanceTimersByTime(HUNG_AFTER)
  expect(webContents.crashes).toBe(0)
  webContents.emit('unresponsive')
  vi.advanceTimersByTime(HUNG_AFTER)
  expect(webContents.crashes).toBe(1)
  webContents.emit('render-process-gone', {}, { reason: 'killed', exitCode: 9 })
  vi.advanceTimersByTime(0)
  expect(loads(window)).toBe(2)
})

it('comes back after each crash, later and later, and not once it is gone', () => {
  const { window } = make()
  const crash = () => window.webContents.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 5 })
  crash()
  vi.advanceTimersByTime(0)
  crash()
  vi.advanceTimersByTime(999)
  expect(loads(window)).toBe(2)
  vi.advanceTimersByTime(1)
  expect(loads(window)).toBe(3)
  crash()
  window.destroy()
  vi.advanceTimersByTime(60_000)
  expect(loads(window)).toBe(3)
})

it('hides instead of closing, says so once, and closes when Leadline quits', () => {
  const { window, raise } = make()
  raise()
  expect([close(window), window.visible]).toEqual([true, false])
  raise()
  close(window)
  expect(told).toHaveBeenCalledOnce()
  isQuitting = true
  expect(close(window)).toBe(false)
})

it('comes back where it was, maximised once it is to be seen', () => {
  const first = make()
  first.raise()
  first.window.maximize()
  close(first.window)
  const { window, raise } = make()
  expect(window.options).toMatchObject({ x: 20, y: 30, width: 1000, height: 700 })
  expect(window.isMaximized()).toBe(false)
  raise()
  expect(window.isMaximized()).toBe(true)
})
