import { expect, it } from 'vitest'
import { menuTemplate } from './menu'
import { windowOptions } from './window-options'

const place = { x: 1, y: 2, width: 900, height: 700, maximised: true }
const made = (packaged: boolean) => windowOptions({ place, preload: '/p.cjs', isDark: true, packaged })

it('gives our page no more than a page, also under test', () => {
  for (const packaged of [true, false]) {
    expect(made(packaged).webPreferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
      devTools: !packaged,
    })
  }
})

it('stands where it was, unseen until it is drawn', () => {
  expect(made(true)).toMatchObject({
    x: 1,
    y: 2,
    width: 900,
    height: 700,
    show: false,
    backgroundColor: '#0c1110',
  })
})

it('offers reloading and the developer tools only where it is developed', () => {
  const roles = (packaged: boolean) => JSON.stringify(menuTemplate('linux', packaged))
  expect(roles(true)).not.toMatch(/reload|toggleDevTools/)
  expect(roles(false)).toMatch(/reload.*toggleDevTools/)
  expect(menuTemplate('darwin', true)[0]).toEqual({ role: 'appMenu' })
})
