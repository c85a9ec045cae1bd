/** What only Electron itself can show beside hostile.spec.ts: what its pages may do, what its workers say they are, and the closed window. */
import type { ElectronApplication } from '@playwright/test'
import { WHATSAPP_ORIGIN } from '../src/main/platform/electron/security'
import { expect, test } from './fixtures'
import { firstRun } from './steps'

/** The user agents that the page, a worker of it and a service worker of its site say. A text: it crosses two processes. */
const AGENTS = `(async () => {
  const ask = (worker) => new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = ({ data }) => resolve(data)
    worker.postMessage(null, [port2])
  })
  const script = '/sim/page/worker.js'
  const { installing, waiting, active } = await navigator.serviceWorker.register(script)
  return [navigator.userAgent, await ask(new Worker(script)), await ask(installing ?? waiting ?? active)]
})()`

const inWhatsApp = (electron: ElectronApplication, script: string): Promise<unknown> =>
  electron.evaluate(
    ({ webContents }, [origin, code]): Promise<unknown> | undefined =>
      webContents
        .getAllWebContents()
        .find((each) => each.getURL().startsWith(origin))
        ?.executeJavaScript(code),
    [WHATSAPP_ORIGIN, script] as const,
  )

test('WhatsApp’s page and all its workers are the same Chrome', async ({ desktop, world }) => {
  if (!desktop) throw new Error('this runs in Electron alone')
  await firstRun(desktop.app, world)
  const agents = (await inWhatsApp(desktop.electron, AGENTS)) as string[]
  expect(agents[0]).toMatch(/Chrome\/\d+\.0\.0\.0 Safari\/537\.36$/)
  expect(agents[0]).not.toMatch(/Electron|Leadline/i)
  expect(new Set(agents).size).toBe(1)
})

test('our page gets the whole screen for a video and nothing else', async ({ desktop }) => {
  if (!desktop) throw new Error('this runs in Electron alone')
  const { page } = desktop
  expect(
    await page.evaluate(async () => {
      await document.documentElement.requestFullscreen()
      const isFull = document.fullscreenElement !== null
      await document.exitFullscreen()
      return isFull
    }),
  ).toBe(true)
  const outcome = await page.evaluate(() =>
    Promise.all([
      navigator.mediaDevices.getUserMedia({ audio: true }).then(
        () => 'granted',
        (error: unknown) => (error instanceof Error ? error.name : ''),
      ),
      Notification.requestPermission(),
      navigator.permissions.query({ name: 'geolocation' }).then(({ state }) => state),
    ]),
  )
  expect(outcome).toEqual(['NotAllowedError', 'denied', 'denied'])
})

test('a frame in our page gets no port to the app', async ({ desktop }) => {
  if (!desktop) throw new Error('this runs in Electron alone')
  const { page } = desktop
  await page.evaluate(() => document.body.append(document.createElement('iframe')))
  const frame = page.frames().find((each) => each !== page.mainFrame())
  if (!frame) throw new Error('no frame')
  const ports = await frame.evaluate(async () => {
    let got = 0
    const count = ({ ports: given }: MessageEvent): void => void (got += given.length)
    window.addEventListener('message', count)
    parent.addEventListener('message', count)
    // From the frame: the preload sees whose question it is, and is not in the frame itself.
    window.postMessage('leadline:ask-port', '*')
    parent.postMessage('leadline:ask-port', '*')
    // What was asked before is answered before.
    await new Promise<void>((resolve) => {
      parent.addEventListener('message', ({ data }) => {
        if (data === 'last') resolve()
      })
      parent.postMessage('last', '*')
    })
    return got
  })
  expect(ports).toBe(0)
})

test('the closed window is hidden, the app goes on, and a second start brings it back', async ({
  desktop,
}) => {
  if (!desktop) throw new Error('this runs in Electron alone')
  const { electron, page, app } = desktop
  const isVisible = () =>
    electron.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().some((window) => window.isVisible()),
    )
  await expect.poll(isVisible).toBe(true)
  await electron.evaluate(({ BrowserWindow }) => {
    for (const window of BrowserWindow.getAllWindows()) window.close()
  })
  await expect.poll(isVisible).toBe(false)
  expect(page.isClosed()).toBe(false)
  expect((await app.client.setup.status()).stage).toBe('open')
  await electron.evaluate(({ app: running }) => running.emit('second-instance', {}, ['leadline'], '', null))
  await expect.poll(isVisible).toBe(true)
})
