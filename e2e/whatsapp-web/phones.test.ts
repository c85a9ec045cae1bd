/** Several phones behind the one site: a page is linked with the phone that scanned it, and no phone's trouble is another's. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Client, Message } from 'whatsapp-web.js'
import { controlOf } from './control'
import type { Settings, WhatsAppControl } from './control'
import { startWhatsAppWeb } from './server'
import type { WhatsAppWeb } from './server'
import { clientFor, endClient, next, settled } from './testing'

const eventually = { timeout: 15_000 }
const budi = '6281234567890@c.us'
const dir = mkdtempSync(join(tmpdir(), 'whatsapp-web-'))
let simulator: WhatsAppWeb
let shops: { client: Client; phone: WhatsAppControl }[]

const heardBy = (client: Client): string[] => {
  const heard: string[] = []
  client.on('message', (message: Message) => heard.push(message.body))
  return heard
}
const sentFrom = async (phone: WhatsAppControl): Promise<(string | undefined)[]> =>
  (await phone.sent()).map(({ body }) => body)

beforeAll(async () => {
  simulator = await startWhatsAppWeb({ stateDir: join(dir, 'state') })
  shops = [2, 3].map((phone) => ({
    client: clientFor(simulator, join(dir, `profile-${phone}`)),
    phone: controlOf(simulator.controlUrl, { phone }),
  }))
})

afterAll(async () => {
  await Promise.all(shops.map(({ client }) => endClient(client)))
  await simulator.close()
  rmSync(dir, { recursive: true, force: true, maxRetries: 5 })
})

it('links a page with the phone that scans it, and each hears its own customers', async () => {
  const [one, two] = shops as [(typeof shops)[number], (typeof shops)[number]]
  const codes = shops.map(({ client }) => next<[string]>(client, 'qr', 30_000))
  const ready = shops.map(({ client }) => next(client, 'ready', 60_000))
  await Promise.all(shops.map(({ client }) => client.initialize()))
  const [first, second] = (await Promise.all(codes)).map(([qr]) => qr)
  await expect(one.phone.pair({})).rejects.toThrow('Several pages show a QR code')
  await one.phone.pair({ qr: first })
  await expect(two.phone.pair({ qr: first })).rejects.toThrow('not (or no longer) on any screen')
  // Only one is left, so it needs no name.
  await two.phone.pair({})
  await Promise.all(ready)
  expect(second).not.toBe(first)
  expect(shops.map(({ client }) => client.info.wid.user)).toEqual(['6281100000002', '6281100000003'])

  const heard = shops.map(({ client }) => heardBy(client))
  await one.phone.text(budi, 'to the second phone')
  await two.phone.text(budi, 'to the third phone')
  await expect.poll(() => heard, eventually).toEqual([['to the second phone'], ['to the third phone']])
  await one.client.sendMessage(budi, 'from the second phone', { sendSeen: false })
  await one.phone.waitForLog((entry) => entry.kind === 'send')
  expect(await sentFrom(one.phone)).toEqual(['from the second phone'])
  expect(await two.phone.sent()).toEqual([])
  expect(await controlOf(simulator.controlUrl).log()).toEqual([])
})

it('keeps one phone’s faults to its own pages', async () => {
  const [one, two] = shops as [(typeof shops)[number], (typeof shops)[number]]
  const heard = heardBy(two.client)
  await one.phone.network({ up: false, http: false })
  await one.phone.configure({ release: 'renamed-throws' })
  await one.phone.sendFault({ mode: 'refused' })
  await expect.poll(() => one.client.getState(), eventually).toBe('TIMEOUT')
  await two.phone.text(budi, 'the other line is cut')
  await expect.poll(() => heard, eventually).toEqual(['the other line is cut'])
  const sent = await two.client.sendMessage(budi, 'and this one sends', { waitUntilMsgSent: true })
  expect(sent.ack).toBeGreaterThanOrEqual(0)
  await settled(two.client)
  const again = next(two.client, 'ready', 30_000)
  await two.client.pupPage?.reload()
  await again
  // A page of its own: the library injects itself into whatever its own page navigates to.
  const page = await one.client.pupBrowser?.newPage()
  await expect(page?.goto('https://web.whatsapp.com/')).rejects.toThrow('net::ERR_')
  await page?.close()

  await one.phone.network({ up: true })
  await one.phone.clearFaults({})
  await expect.poll(() => one.client.getState(), eventually).toBe('CONNECTED')
  const release = ({ client }: { client: Client }): Promise<unknown> =>
    client.pupPage!.evaluate(async () => ((await (await fetch('/sim/boot.json')).json()) as Settings).release)
  expect(await Promise.all(shops.map(release))).toEqual(['renamed-throws', 'normal'])
  await one.phone.configure({ release: 'normal' })
  await one.phone.unpair({})
  await controlOf(simulator.controlUrl).waitForQr()
  expect(await two.client.getState()).toBe('CONNECTED')
  const linked = next(one.client, 'ready', 30_000)
  await one.phone.pair({})
  await linked
})

it('knows every phone again after the simulator was restarted', async () => {
  const before = await Promise.all(shops.map(({ phone }) => phone.state()))
  const { endpoint, controlUrl } = simulator
  await simulator.close()
  simulator = await startWhatsAppWeb({
    stateDir: join(dir, 'state'),
    port: Number(endpoint.split(':')[1]),
    controlPort: Number(new URL(controlUrl).port),
  })
  expect(await (await fetch(`${controlUrl}/phones`)).json()).toEqual([1, 2, 3])
  for (const [index, { phone }] of shops.entries()) {
    const page = await phone.waitForLinked()
    expect(page.device).toBe(before[index]?.devices[0]?.id)
    expect((await phone.state()).messages).toBe(before[index]?.messages)
  }
})
