import { expect, it } from 'vitest'
import { createCurtain } from './curtain'
import type { SessionBrowser } from './platform/ports'
import { silentLogger } from './storage/test-storage'

/** A host with a window for every account. */
function host() {
  const state = { locked: false }
  const visible = new Set<string>()
  const browser = {
    showWindow: (id: string, show: boolean) => {
      if (show) visible.add(id)
      else visible.delete(id)
      return Promise.resolve(true)
    },
  } as unknown as SessionBrowser
  return {
    ...{ state, visible, host: browser },
    curtain: createCurtain({ browser, isLocked: () => state.locked, logger: silentLogger }),
  }
}

it('hides every shown window when it is locked', async () => {
  const { state, visible, curtain } = host()
  expect(await curtain.browser.showWindow('main', true)).toBe(true)
  expect(await curtain.browser.showWindow('second', true)).toBe(true)
  expect(visible).toEqual(new Set(['main', 'second']))
  state.locked = true
  curtain.draw()
  expect(visible).toEqual(new Set())
})

it('shows none while it is locked, whoever asks, and again afterwards', async () => {
  const { state, visible, curtain } = host()
  state.locked = true
  expect(await curtain.browser.showWindow('main', true)).toBe(false)
  expect(visible).toEqual(new Set())
  state.locked = false
  expect(await curtain.browser.showWindow('main', true)).toBe(true)
  expect(await curtain.browser.showWindow('main', false)).toBe(true)
  expect(visible).toEqual(new Set())
})

it('leaves the rest of the browser as it is', () => {
  const { host: browser, curtain } = host()
  expect(Object.keys(curtain.browser)).toEqual(Object.keys(browser))
})
