/** The real browser: what the app asks of it, seen from outside. */
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { lstat, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { hostname, tmpdir } from 'node:os'
import path from 'node:path'
import puppeteer from 'puppeteer-core'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createNodeBrowser } from './browser'
import { holders, profileFolder } from './profile'
import type { Logger } from '../ports'

let profiles: string
const logged: string[] = []
const note = (event: string): void => void logged.push(event)
const logger: Logger = { debug: note, info: note, warn: note, error: note, child: () => logger }

beforeEach(async () => {
  profiles = await mkdtemp(path.join(tmpdir(), 'leadline-profiles-'))
  logged.length = 0
})
afterEach(() => rm(profiles, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }))

const make = () => createNodeBrowser({ profiles, whatsapp: null, logger })

test('it starts over a pipe, with its own profile, and does not give itself away', async () => {
  const seen: (string | undefined)[] = []
  const server = createServer((request, response) => {
    seen.push(request.headers['user-agent'], request.headers['sec-ch-ua']?.toString())
    response.setHeader('content-type', 'text/html').end('<title>x</title>')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const browser = make()
  const chromium = await puppeteer.launch(await browser.optionsFor('acc-1'))
  try {
    const page = (await chromium.pages())[0]
    if (!page) throw new Error('no page')
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
    const userAgent = await browser.userAgent()
    expect(userAgent).toMatch(/Chrome\/\d+\.0\.0\.0/)
    expect(await page.evaluate(() => navigator.userAgent)).toBe(userAgent)
    expect(seen.join('\n')).not.toMatch(/Headless|Electron|Leadline/i)
    const args = chromium.process()?.spawnargs.join(' ') ?? ''
    expect(args).toContain('--remote-debugging-pipe')
    expect(args).not.toContain('--remote-debugging-port')
    expect(args.includes('--no-sandbox')).toBe(process.getuid?.() === 0)
    expect(await readdir(profiles)).toEqual(['acc-1'])
    if (process.platform !== 'win32') {
      expect(await holders(profileFolder(profiles, 'acc-1'))).toContain(chromium.process()?.pid)
    }
  } finally {
    await chromium.close()
    server.close()
  }
})

test.runIf(process.platform === 'linux')(
  'stale locks are removed, and an account is cleared whole',
  async () => {
    const folder = profileFolder(profiles, 'acc-2')
    await mkdir(folder, { recursive: true })
    await symlink(`${hostname()}-999999`, path.join(folder, 'SingletonLock'))
    await symlink('/nowhere', path.join(folder, 'SingletonSocket'))
    await writeFile(path.join(folder, 'Cookies'), 'x')
    const browser = make()
    const options = await browser.optionsFor('acc-2')
    await expect(lstat(path.join(folder, 'SingletonLock'))).rejects.toMatchObject({ code: 'ENOENT' })
    const chromium = await puppeteer.launch(options)
    await chromium.close()
    await browser.clear('acc-2')
    expect(existsSync(folder)).toBe(false)
  },
)

test.runIf(process.platform === 'linux')('a browser left over is ended, not shared', async () => {
  const browser = make()
  const chromium = await puppeteer.launch(await browser.optionsFor('acc-3'))
  const gone = new Promise<void>((resolve) => void chromium.once('disconnected', () => resolve()))
  await browser.optionsFor('acc-3')
  await gone
  expect(logged).toContain('browser-left-over')
  expect(await holders(profileFolder(profiles, 'acc-3'))).toEqual([])
})

test.each(['..', '../x', 'a/b', 'a\\b', '', '.', '/etc'])(
  '%j is no account: nothing outside is touched',
  async (id) => {
    await writeFile(path.join(profiles, 'keep'), 'x')
    await expect(make().clear(id)).rejects.toThrow(RangeError)
    await expect(make().optionsFor(id)).rejects.toThrow(RangeError)
    expect(await readdir(profiles)).toEqual(['keep'])
  },
)

test('no window to show', async () => {
  expect(await make().showWindow('acc-1', true)).toBe(false)
})
