/** For the simulator's own tests: the unmodified whatsapp-web.js in a real Chromium, pointed at a simulator. */
import { existsSync } from 'node:fs'
import wwebjs from 'whatsapp-web.js'
import type { Client, ClientOptions } from 'whatsapp-web.js'
import type { WhatsAppWeb } from './server'

/** The installed browser. Throws where there is none. */
export function chromiumPath(): string {
  const places = [
    process.env['CHROMIUM_PATH'],
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/usr/bin/microsoft-edge',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
  ]
  const found = places.find((place) => place !== undefined && existsSync(place))
  if (found === undefined) throw new Error('No Chromium, Chrome or Edge is installed; set CHROMIUM_PATH')
  return found
}

/** Chromium's flags for a simulator. */
export function browserArgs({ endpoint, spki }: Pick<WhatsAppWeb, 'endpoint' | 'spki'>): string[] {
  return [
    `--host-resolver-rules=MAP web.whatsapp.com ${endpoint}, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1`,
    `--ignore-certificate-errors-spki-list=${spki}`,
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  ]
}

/** A client of the library as it comes, with a profile in `profileDir`. */
export function clientFor(simulator: WhatsAppWeb, profileDir: string, more: ClientOptions = {}): Client {
  const puppeteer = {
    executablePath: chromiumPath(),
    headless: true,
    pipe: true,
    args: browserArgs(simulator),
    userDataDir: profileDir,
    protocolTimeout: 30_000,
  }
  const client = new wwebjs.Client({
    puppeteer,
    webVersionCache: { type: 'none' },
    userAgent: false as never,
    ...more,
  })
  const inject = client.inject.bind(client)
  // Seen from outside only; what it does is its own.
  client.inject = () => {
    const running = inject()
    injections.set(client, [...(injections.get(client) ?? []), running])
    return running
  }
  return client
}

const injections = new WeakMap<Client, Promise<void>[]>()

/** Resolves when no injection runs any more: reloading the page in the middle of one is an unhandled rejection. */
export async function settled(client: Client): Promise<void> {
  await Promise.allSettled(injections.get(client) ?? [])
}

/** Ends a client once its injections are through: the library leaves an unhandled rejection otherwise. */
export async function endClient(client: Client): Promise<void> {
  await settled(client)
  await client.destroy()
}

/** The next emission of an event, as its arguments. Rejects after `timeoutMs` with the event's name. */
export function next<T extends unknown[]>(client: Client, event: string, timeoutMs = 15_000): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new Error(`The library did not emit "${event}" within ${timeoutMs} ms`))
    }, timeoutMs)
    client.once(event, (...args: unknown[]) => {
      clearTimeout(timer)
      resolve(args as T)
    })
  })
}
