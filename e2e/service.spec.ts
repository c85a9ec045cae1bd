/** The service host as a program: who gets in, one per data folder, ports, its end, and how a locked data folder is opened. */
import { execFile } from 'node:child_process'
import fs from 'node:fs'
import http from 'node:http'
import net from 'node:net'
import path from 'node:path'
import { promisify } from 'node:util'
import { WebSocket } from 'ws'
import { expect, test } from './fixtures'
import { serviceArgs, SERVICE } from './harness/app'
import { leftovers } from './harness/leftovers'

const run = promisify(execFile)
const EVIL = 'http://evil.example'

/** A plain request; `fetch` does not let a Host header be set. */
function request(url: string, headers: Record<string, string>): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const asked = http.get(url, { headers }, (answer) => {
      let body = ''
      answer.setEncoding('utf8').on('data', (part: string) => (body += part))
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body }))
    })
    asked.on('error', reject)
  })
}

/** How the WebSocket was answered: `open` where it may speak, else the status or the code it was closed with. */
function upgrade(url: string, headers: Record<string, string>): Promise<'open' | number> {
  return new Promise((resolve) => {
    const socket = new WebSocket(url.replace('http', 'ws'), { headers })
    // Whoever has no right is closed at once; a pong tells that nobody was.
    socket.on('open', () => socket.ping())
    socket.on('close', (code) => resolve(code))
    socket.on('pong', () => {
      resolve('open')
      socket.terminate()
    })
    socket.on('unexpected-response', (_, answer) => resolve(answer.statusCode ?? 0))
    socket.on('error', () => resolve(0))
  })
}

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = net.createServer()
    probe.once('error', () => resolve(false))
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)))
  })

test('only the browser that was given the token gets in', async ({ app, page }) => {
  const { origin } = new URL(app.url)
  await page.goto(origin)
  expect((await request(origin, {})).status).toBe(401)
  await expect(page.locator('body')).toContainText(/Leadline/)
  expect((await request(`${origin}/?token=wrong`, {})).status).toBe(401)

  const visit = await fetch(app.url, { redirect: 'manual' })
  const cookie = visit.headers.get('set-cookie')!.split(';')[0]!
  expect((await request(`${origin}/`, { cookie })).status).toBe(200)
  expect((await request(`${origin}/`, { cookie, host: 'evil.example' })).status).toBe(403)
  expect((await request(`${origin}/`, { cookie, origin: EVIL })).status).toBe(403)

  const socket = `${origin}/rpc`
  expect(await upgrade(socket, { cookie, origin })).toBe('open')
  expect(await upgrade(socket, { cookie, origin: EVIL })).toBe(403)
  expect(await upgrade(socket, { cookie })).toBe(403)
  expect(await upgrade(socket, { cookie, origin, host: 'evil.example' })).toBe(403)
  // Opened only to say why: the page shows that the app was started anew.
  expect(await upgrade(socket, { origin })).toBe(4401)
  expect(await upgrade(socket, { cookie: cookie.replace(/=.*/, '=wrong'), origin })).toBe(4401)
})

test('a second start on the same data says so, tells a way in and ends well', async ({
  app,
  dataDir,
  world,
}) => {
  const args = [SERVICE, ...serviceArgs({ dataDir, endpoint: world.endpoint, spki: world.spki })]
  const { stdout, stderr } = await run(process.execPath, args, { timeout: 30_000 })
  const lines = stdout.trim().split('\n')
  expect(lines).toHaveLength(2)
  const visit = await fetch(lines[1]!, { redirect: 'manual' })
  expect(visit.status).toBe(303)
  expect((await fetch(lines[1]!, { redirect: 'manual' })).status).toBe(401)
  expect(stdout).toContain(`already running with this data folder (process ${app.process.pid})`)
  expect(stderr).toBe('')
  expect((await app.client.setup.status()).stage).toBe('open')
})

test('a taken port leads to the next one', async ({ launch }) => {
  const taken = net.createServer()
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve))
  const address = taken.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  const app = await launch({ port: address.port })
  const port = Number(new URL(app.url).port)
  expect(port).toBeGreaterThan(address.port)
  expect(port).toBeLessThan(address.port + 20)
  taken.close()
})

test('SIGTERM leaves no process, port or lock', async ({ launch, dataDir, world }) => {
  const app = await launch()
  await app.client.accounts.connect({ accountId: 'main' })
  await world.whatsapp.waitForQr({ timeoutMs: 45_000 })
  expect(leftovers(dataDir).length).toBeGreaterThan(1)
  await app.process.kill('SIGTERM')
  expect(await app.process.exited).toBe(0)
  expect(leftovers(dataDir)).toEqual([])
  expect(await isFree(Number(new URL(app.url).port))).toBe(true)
  expect(fs.existsSync(path.join(dataDir, 'instance.json'))).toBe(false)
  const again = await launch()
  await expect.poll(async () => (await again.client.setup.status()).stage).toBe('open')
})

test('passphrase and recovery code both open what was locked', async ({ launch, page }) => {
  test.setTimeout(180_000)
  const passphrase = 'kuda laut biru tenang'
  const first = await launch({ keyFile: false })
  await expect.poll(async () => (await first.client.setup.status()).stage).toBe('new')
  test.skip((await first.client.setup.status()).keychain, 'this machine has a keychain')
  await page.goto(first.url)
  await page.getByRole('button', { name: 'Continue' }).click()
  await expect(page.getByRole('heading', { name: 'Protect your chats' })).toBeVisible()
  await page.getByRole('textbox', { name: 'Passphrase', exact: true }).fill(passphrase)
  await page.getByRole('textbox', { name: 'Passphrase again' }).fill(passphrase)
  await page.getByRole('button', { name: 'Continue' }).click()
  const code = (await page.getByTestId('recovery-code').textContent()) ?? ''
  await page.getByRole('checkbox', { name: 'I have written it down' }).check()
  await page.getByRole('button', { name: 'Continue' }).click()
  await expect(page.getByRole('heading', { name: /Sign in to your company/ })).toBeVisible({
    timeout: 60_000,
  })
  await first.process.kill('SIGTERM')

  const second = await launch({ keyFile: false })
  await expect.poll(async () => (await second.client.setup.status()).stage).toBe('locked')
  await page.goto(second.url)
  const field = page.getByRole('textbox', { name: 'Passphrase', exact: true })
  await field.fill('not this one')
  await page.getByRole('button', { name: 'Unlock' }).click()
  await expect(page.getByText("That passphrase doesn't open it. Try again.")).toBeVisible()
  await field.fill(passphrase)
  await page.getByRole('button', { name: 'Unlock' }).click()
  await expect(page.getByRole('heading', { name: /Sign in to your company/ })).toBeVisible({
    timeout: 60_000,
  })
  await second.process.kill('SIGTERM')

  const third = await launch({ keyFile: false })
  await page.goto(third.url)
  await page.getByRole('button', { name: 'Use the recovery code' }).click()
  const codeField = page.getByLabel('Recovery code')
  await codeField.fill('AAAA-AAAA-AAAA-AAAA-AAAA-AAAA-AAAA-AAAA')
  await page.getByRole('button', { name: 'Unlock' }).click()
  await expect(page.getByText(/That recovery code doesn't fit/)).toBeVisible()
  await codeField.fill(code.trim().toLowerCase().replaceAll('-', ' '))
  await page.getByRole('button', { name: 'Unlock' }).click()
  await expect(page.getByRole('heading', { name: /Sign in to your company/ })).toBeVisible({
    timeout: 60_000,
  })
})
