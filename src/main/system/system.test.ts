import { expect, it, vi } from 'vitest'
import { accelerator, DEFAULT_PREFERENCES } from '../../contract'
import type { SystemServices } from '../platform/ports'
import { createSettings } from '../settings'
import { silentLogger } from '../storage/test-storage'
import { createSystem } from '.'

function system(services: Partial<SystemServices>, shortcut: string | null = null) {
  const settings = createSettings({
    store: { read: () => ({ ...DEFAULT_PREFERENCES, shortcut }), write: () => undefined },
    emit: () => undefined,
  })
  const raise = vi.fn<() => void>()
  const made = createSystem({
    services: { login: null, shortcut: null, ...services },
    notifications: true,
    whatsappWindow: false,
    ...{ preferences: settings, raise, logger: silentLogger },
  })
  return { settings, raise, system: made }
}
/** Keys as the system gives them out: one program each. */
function keys(taken: string[] = []) {
  let now: { accelerator: string; press: () => void } | null = null
  return {
    press: () => now?.press(),
    heard: () => now?.accelerator ?? null,
    listen: (wanted: string | null, press: () => void) => {
      now = wanted === null || taken.includes(wanted) ? null : { accelerator: wanted, press }
      return wanted === null || now !== null
    },
  }
}

it('raises the window on the keys chosen, and follows the choice', async () => {
  const shortcut = keys()
  const { system: made, settings, raise } = system({ shortcut })
  made.start()
  expect(shortcut.heard()).toBeNull()
  settings.set({ shortcut: 'Control+Alt+L' })
  shortcut.press()
  expect(raise).toHaveBeenCalledOnce()
  expect(await made.status()).toMatchObject({ shortcut: 'on' })
  settings.set({ shortcut: null })
  expect([shortcut.heard(), (await made.status()).shortcut]).toEqual([null, 'off'])
})

it('says that another program has the keys, and keeps the choice', async () => {
  const shortcut = keys(['Control+Alt+L'])
  const { system: made, settings } = system({ shortcut }, 'Control+Alt+L')
  made.start()
  expect((await made.status()).shortcut).toBe('taken')
  settings.set({ shortcut: 'Alt+Shift+L' })
  expect([shortcut.heard(), (await made.status()).shortcut]).toEqual(['Alt+Shift+L', 'on'])
  made.stop()
  expect(shortcut.heard()).toBeNull()
})

it('asks the system whether it starts Leadline at login, and says where it would not', async () => {
  const login = {
    on: false,
    isOn: () => Promise.resolve(login.on),
    set: vi.fn<(on: boolean) => Promise<void>>(),
  }
  login.set.mockImplementation((on) => Promise.resolve(void (login.on = on)))
  const { system: made } = system({ login })
  expect(await made.status()).toEqual({
    notifications: true,
    whatsappWindow: false,
    startAtLogin: false,
    shortcut: null,
  })
  expect(await made.setStartAtLogin(true)).toMatchObject({ startAtLogin: true })
  login.set.mockResolvedValue(undefined)
  await expect(made.setStartAtLogin(false)).rejects.toMatchObject({ code: 'wrong-state' })
  await expect(system({}).system.setStartAtLogin(true)).rejects.toMatchObject({ code: 'wrong-state' })
})

it.each(['Control+Alt+L', 'Control+Shift+Space', 'Alt+Super+F12', 'Control+Alt+Shift+Super+0'])(
  'takes the keys %s',
  (text) => expect(accelerator.safeParse(text).success).toBe(true),
)

it.each([
  ['', 'L', 'Alt+L', 'F1', 'Control+Alt', 'Alt+Control+L', 'Control+Control+L', 'Control+Alt+F25'],
  ['Control+Alt+l', 'Control+Alt+LL', 'Control+Alt+Delete', 'Control+Alt++', 'Fn+Alt+L', ' Control+Alt+L'],
])('takes no others', (...texts) => {
  expect(texts.filter((text) => accelerator.safeParse(text).success)).toEqual([])
})
