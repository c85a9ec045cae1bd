/** The transport with a real page: foreign frames, workers, dialogs and reloads, each of which has a session or an event of its own. */
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import puppeteer, { type Browser, type Page } from 'puppeteer-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { chromiumPath } from '../../../../../e2e/whatsapp-web/testing'
import { socketBackend } from './socket-backend.testing'
import { PageTransport } from './transport'

let server: Server
let address: string
let profile: string
let browser: Browser
let page: Page

const FILES: Record<string, [type: string, text: string]> = {
  '/': ['text/html', '<title>page</title>'],
  '/frame': ['text/html', '<title>frame</title><p>inside</p>'],
  '/worker.js': ['text/javascript', 'self.answer = 42; self.onmessage = (e) => postMessage(e.data + 1)'],
  '/service.js': [
    'text/javascript',
    'self.addEventListener("activate", (e) => e.waitUntil(clients.claim()))',
  ],
}

beforeAll(async () => {
  server = createServer((request, response) => {
    const [type, text] = FILES[request.url ?? ''] ?? ['text/plain', '']
    response.setHeader('content-type', type).end(text)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  address = `127.0.0.1:${(server.address() as AddressInfo).port}`
  profile = await mkdtemp(path.join(tmpdir(), 'leadline-page-'))
  const args = [
    '--disable-gpu',
    '--no-first-run',
    '--site-per-process',
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  ]
  const backend = await socketBackend({ executable: chromiumPath(), profile, args })
  browser = await puppeteer.connect({ transport: new PageTransport(backend), defaultViewport: null })
  page = await browser.newPage()
  page.on('dialog', (dialog) => void dialog.accept())
  await page.goto(`http://${address}/`)
})

afterAll(async () => {
  await browser.close()
  server.close()
  await rm(profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
})

test('a frame of another site, in a process of its own', async () => {
  const other = `http://localhost:${new URL(`http://${address}`).port}/frame`
  await page.evaluate((src) => {
    document.body.append(Object.assign(document.createElement('iframe'), { src }))
  }, other)
  const frame = await page.waitForFrame((each) => each.url() === other)
  expect(await frame.evaluate(() => document.body.textContent)).toBe('inside')
  // The page, and the frame beside it.
  expect(browser.targets()).toHaveLength(2)
  expect(await page.title()).toBe('page')
})

test('a question of the page is answered', async () => {
  expect(await page.evaluate(() => confirm('Stay?'))).toBe(true)
})

test('a worker', async () => {
  const created = new Promise<void>((resolve) => void page.once('workercreated', () => resolve()))
  const answer = await page.evaluate(
    () =>
      new Promise((resolve) => {
        const worker = new Worker('/worker.js')
        worker.onmessage = (event) => resolve(event.data)
        worker.postMessage(1)
      }),
  )
  expect(answer).toBe(2)
  await created
  expect(await page.workers()[0]?.evaluate('self.answer')).toBe(42)
})

test('a service worker takes over the page, and a function of ours outlives the document', async () => {
  await page.evaluate(async () => {
    await navigator.serviceWorker.register('/service.js')
    await navigator.serviceWorker.ready
  })
  await page.exposeFunction('tell', (text: string) => `heard ${text}`)
  await page.reload()
  expect(await page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true)
  expect(await page.evaluate('window.tell("me")')).toBe('heard me')
})

test('megabytes go through whole, in both directions', async () => {
  const text = 'é'.repeat(3_000_000)
  expect(await page.evaluate((given) => `${given}!`, text)).toBe(`${text}!`)
})

test('the window keeps its measures', async () => {
  const before = await page.evaluate(() => [innerWidth, innerHeight])
  await page.setViewport({ width: 300, height: 200 })
  expect(await page.evaluate(() => [innerWidth, innerHeight])).toEqual(before)
})
