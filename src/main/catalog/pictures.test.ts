/** Products' pictures: fetched once, kept encrypted, there without a network; and into a chat with the product's words. */
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { randomBytes, randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Message, Product } from '../../contract'
import type { SendInput } from '../outbox'
import { silentLogger } from '../storage/test-storage'
import { seal, unseal } from '../vault'
import { createPictures, createSharing, localAddress, type Pictures } from './index'

const PNG = Buffer.concat([
  Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
  Buffer.from('a picture'),
])
const A = 'https://crm.test/a'
const B = 'https://crm.test/b'

let dir = ''
let online = true
let served = new Map<string, Uint8Array>()
let asked: string[] = []
let named: string[] = []
let now = 0
const key = randomBytes(32)
let pictures: Pictures

const begin = (): void => {
  pictures = createPictures({
    dir,
    seal: (plain, aad) => seal(key, plain, aad),
    unseal: (sealed, aad) => unseal(key, sealed, aad),
    fetch: (address) => {
      asked.push(address)
      return Promise.resolve(online ? (served.get(address) ?? null) : null)
    },
    addresses: (after) => Promise.resolve(named.filter((one) => one > after).slice(0, 1)),
    logger: silentLogger,
    clock: () => now,
  })
}
beforeEach(() => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'leadline-pictures-'))
  served = new Map([
    [A, PNG],
    [B, Buffer.from('<svg onload="alert(1)"/>')],
  ])
  online = true
  asked = []
  named = [A, B]
  now = 1_000_000
  begin()
})
afterEach(async () => {
  await pictures.stop()
  fs.rmSync(dir, { recursive: true })
})
it('keep one that a person chose until a product names it, and without asking anybody', async () => {
  const set = await pictures.keep(PNG)
  pictures.fill()
  await vi.waitFor(() => expect(asked).toContain(B))
  const address = localAddress(set)
  expect((await pictures.open(address)).data).toEqual(PNG)
  expect(await pictures.ofContent(set.sha256)).toMatchObject({ mime: 'image/png' })
  // The CRM's address of the same content is the same file.
  expect((await pictures.open(`https://crm.test/api/pictures/${set.sha256}`)).data).toEqual(PNG)
  expect(asked).not.toContain(address)
  set.release()
  named = []
  pictures.fill()
  await filled(0)
  await expect(pictures.open(address)).rejects.toMatchObject({ code: 'not-found' })
})

const filled = (count: number): Promise<void> =>
  vi.waitFor(() => expect(fs.readdirSync(dir)).toHaveLength(count), { timeout: 10_000 })

it('are kept encrypted and are there without a network', async () => {
  pictures.fill()
  await filled(1)
  expect(fs.readFileSync(path.join(dir, fs.readdirSync(dir)[0]!)).includes('a picture')).toBe(false)
  await pictures.stop()
  online = false
  begin()
  expect(await pictures.open(A)).toEqual({ mime: 'image/png', data: PNG })
  expect(asked.filter((one) => one === A)).toHaveLength(1)
})

it('are nothing but pictures, and what did not come is not asked for again so soon', async () => {
  await expect(pictures.open(B)).rejects.toMatchObject({ code: 'not-found' })
  await expect(pictures.open(B)).rejects.toMatchObject({ code: 'not-found' })
  expect(asked).toEqual([B])
  served.set(B, PNG)
  now += 11 * 60 * 1000
  expect((await pictures.open(B)).mime).toBe('image/png')
})

it('go when no product names them any more', async () => {
  served.set(B, PNG)
  pictures.fill()
  await filled(2)
  named = [B]
  pictures.fill()
  await filled(1)
  online = false
  expect((await pictures.open(B)).mime).toBe('image/png')
})

it('two who want one at once fetch it once', async () => {
  await Promise.all([pictures.open(A), pictures.open(A)])
  expect(asked).toEqual([A])
})

const product = (picture: string | null): Product => ({
  ...{
    id: 'p',
    name: 'Gaming Laptop',
    sku: null,
    categoryId: null,
    category: null,
    unitPrice: 100,
    currency: 'JPY',
  },
  ...{ stock: 3, unit: null, active: true, picture },
})

it.each([
  ['with its picture', A, 1],
  ['without one that can’t be had', B, 0],
  ['without one it does not have', null, 0],
])('a product goes into a chat %s', async (_what, picture, files) => {
  const sent: SendInput[] = []
  const uploads: { mime: string; data: Uint8Array }[] = []
  const sharing = createSharing({
    catalog: {
      get: () => Promise.resolve(product(picture)),
      text: ({ productIds }) => Promise.resolve({ text: `words of ${String(productIds)}` }),
    },
    pictures,
    outbox: {
      send: (input) => {
        sent.push(input)
        return Promise.resolve({} as Message)
      },
    },
    uploads: {
      saveUpload: (data, { mime }) => {
        uploads.push({ mime, data })
        return Promise.resolve({ uploadId: 'u' })
      },
    },
  })
  const shared = { conversationId: randomUUID(), clientId: randomUUID(), language: 'en' as const }
  await sharing.send({ ...shared, what: { kind: 'product', productId: 'p' } })
  expect(uploads).toEqual(files === 0 ? [] : [{ mime: 'image/png', data: PNG }])
  expect(sent).toMatchObject([
    {
      clientId: shared.clientId,
      body: 'words of p',
      attachment: files === 0 ? null : { uploadId: 'u', as: 'media' },
    },
  ])
})
