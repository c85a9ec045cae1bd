/** What nothing may lead Electron's windows to: from our own page by address, link and new window, from WhatsApp Web's by a real redirect. */
import { once } from 'node:events'
import fs from 'node:fs'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import type { ElectronApplication } from '@playwright/test'
import { OWN_URL, WHATSAPP_ORIGIN } from '../src/main/platform/electron/security'
import { expect, test as base } from './fixtures'
import { firstRun } from './steps'

interface Foreign {
  url: string
  /** Paths that were asked for. */
  asked: string[]
}

const test = base.extend<{ foreign: Foreign }>({
  // A fixture's first argument must be a pattern, even an empty one.
  // eslint-disable-next-line no-empty-pattern
  foreign: async ({}, use) => {
    const asked: string[] = []
    const server = http.createServer((request, response) => {
      asked.push(request.url ?? '')
      response.end('<title>elsewhere</title>')
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    await use({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, asked })
    server.close()
    server.closeAllConnections()
  },
})

const windows = (electron: ElectronApplication) =>
  electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)

/** Runs a script in WhatsApp Web's own window, which has no preload and no page of Playwright's. */
const inWhatsApp = (electron: ElectronApplication, script: string) =>
  electron.evaluate(
    ({ webContents }, [origin, code]) =>
      webContents
        .getAllWebContents()
        .find((each) => each.getURL().startsWith(origin))
        ?.executeJavaScript(code),
    [WHATSAPP_ORIGIN, script] as const,
  )

/** Addresses that were refused, as far as the log names them. */
const denied = (dataDir: string): string[] => {
  const logs = path.join(dataDir, 'logs')
  const lines = fs
    .readdirSync(logs)
    .flatMap((name) => fs.readFileSync(path.join(logs, name), 'utf8').split('\n'))
  return lines.filter((line) => line.includes('navigation-denied') || line.includes('window-denied'))
}

test('our window stays with our page', async ({ desktop, foreign, dataDir }) => {
  if (!desktop) throw new Error('this runs in Electron alone')
  const { page, electron } = desktop
  const before = await windows(electron)
  for (const url of [
    foreign.url,
    'file:///etc/passwd',
    'data:text/html,<title>elsewhere</title>',
    'leadline-app://inbox.evil/',
    'https://web.whatsapp.com/',
  ]) {
    const refused = denied(dataDir).length
    await page.evaluate((to) => location.assign(to), url).catch(() => undefined)
    await expect.poll(() => denied(dataDir).length, { message: url }).toBeGreaterThan(refused)
    expect(page.url().startsWith(OWN_URL)).toBe(true)
  }
  for (const url of [foreign.url, 'file:///etc/passwd', 'javascript:document.title="elsewhere"']) {
    await page.evaluate((to) => {
      window.open(to)
      const link = Object.assign(document.createElement('a'), { href: to, target: '_blank' })
      document.body.append(link)
      link.click()
      link.remove()
    }, url)
  }
  // A frame and a webview of ours come to nothing either.
  await page.evaluate((to) => {
    for (const name of ['iframe', 'webview']) {
      const element = document.createElement(name)
      element.setAttribute('src', to)
      document.body.append(element)
    }
  }, foreign.url)
  await page.waitForLoadState()
  expect(await page.title()).not.toBe('elsewhere')
  expect(await windows(electron)).toBe(before)
  expect(foreign.asked).toEqual([])
})

test('WhatsApp’s window follows no redirect to elsewhere', async ({ desktop, foreign, world, dataDir }) => {
  if (!desktop) throw new Error('this runs in Electron alone')
  const { app, electron } = desktop
  await firstRun(app, world)
  const go = (to: string) =>
    inWhatsApp(
      electron,
      `location.assign('/sim/redirect?to=' + encodeURIComponent(${JSON.stringify(to)})); 0`,
    )
  await go(foreign.url)
  await expect.poll(() => denied(dataDir).join('\n')).toContain(foreign.url.slice(0, -1))
  expect(await inWhatsApp(electron, 'location.origin')).toBe(WHATSAPP_ORIGIN)
  expect(foreign.asked).toEqual([])
  // One within the site is followed: it was the address that was refused, not the redirect.
  await go('/sim/frame')
  await expect.poll(() => inWhatsApp(electron, 'location.pathname')).toBe('/sim/frame')
})
