/** The badge of unread chats, system by system, with a stand-in for Electron. */
import { afterEach, expect, it, vi } from 'vitest'
import { FakeWindow } from '../session/electron.testing'
import { createTray } from './tray'

const { setBadgeCount, images } = vi.hoisted(() => ({ setBadgeCount: vi.fn(), images: [] as string[] }))
vi.mock('electron', async () => {
  const { EventEmitter } = await import('node:events')
  class Tray extends EventEmitter {
    constructor(image: string) {
      super()
      images.push(image)
    }
    setImage(image: string): void {
      images.push(image)
    }
    setToolTip(): void {
      return
    }
    setContextMenu(): void {
      return
    }
  }
  return {
    app: { setBadgeCount },
    Menu: { buildFromTemplate: () => null },
    nativeImage: { createFromPath: (file: string) => file },
    nativeTheme: Object.assign(new EventEmitter(), {
      shouldUseDarkColors: false,
      shouldUseDarkColorsForSystemIntegratedUI: true,
    }),
    Tray,
  }
})
const system = Object.getOwnPropertyDescriptor(process, 'platform')
const pretend = (value: NodeJS.Platform) => Object.defineProperty(process, 'platform', { ...system, value })
afterEach(() => {
  setBadgeCount.mockClear()
  images.length = 0
  if (system) Object.defineProperty(process, 'platform', system)
})

function shown(unreads: number[]): FakeWindow {
  const window = new FakeWindow({})
  const tray = createTray({
    folder: 'tray',
    act: () => undefined,
    window: () => window as never,
    language: 'en',
  })
  for (const unread of unreads) tray.show({ accounts: [], unread, language: 'en' })
  return window
}

it('lies over the taskbar’s button on Windows, with words for who can not see it, and goes with the last chat', () => {
  pretend('win32')
  expect(shown([1, 12, 0]).overlays).toEqual([
    [null, ''],
    [expect.stringMatching(/unread-1\.png$/), '1 unread chat'],
    [expect.stringMatching(/unread-many\.png$/), '12 unread chats'],
    [null, ''],
  ])
  expect(setBadgeCount).not.toHaveBeenCalled()
})

it('is there again when the window comes back, which had no button while it was hidden', () => {
  pretend('win32')
  const window = shown([2])
  window.overlays.length = 0
  window.emit('show')
  expect(window.overlays).toEqual([[expect.stringMatching(/unread-2\.png$/), '2 unread chats']])
})

it.each([
  ['win32', 'offline-dark.png'],
  ['linux', 'offline-edged.png'],
  ['darwin', 'offlineTemplate.png'],
] as const)('stands under an icon that is seen on %s with light windows and a dark bar', (name, file) => {
  pretend(name)
  shown([])
  expect(new Set(images)).toEqual(new Set([`tray/${file}`]))
})

it('is a number on the dock elsewhere', () => {
  pretend('darwin')
  expect(shown([3, 0]).overlays).toEqual([])
  expect(setBadgeCount.mock.calls).toEqual([[0], [3], [0]])
})
