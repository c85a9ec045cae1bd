import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { AppError } from '../../../contract'
import { silentLogger } from '../../storage/test-storage'
import type { Rooms } from '../rooms'
import { createPages, fileOf } from './pages'

const base = fs.mkdtempSync(path.join(os.tmpdir(), 'leadline-pages-'))
const rendererFolder = path.join(base, 'renderer')
const media = Buffer.from('0123456789')
const uploads: { text: string; mime: string; name: string | null }[] = []

const rooms = {
  media: {
    open: (id: number) => {
      if (id !== 7) return Promise.reject(new AppError('not-found', 'There is no such file.'))
      return Promise.resolve({ mime: 'image/png', name: 'kopi ☕.png', size: 10, data: media, inline: true })
    },
    saveUpload: async (source: AsyncIterable<Uint8Array>, about: { mime: string; name: string | null }) => {
      const parts: Uint8Array[] = []
      for await (const part of source) parts.push(part)
      uploads.push({ text: Buffer.concat(parts).toString(), ...about })
      return { uploadId: 'u1', size: 1, mime: about.mime }
    },
  },
} as unknown as Rooms

let open: Rooms | null = rooms
const diagnostics = () => Promise.resolve({ name: 'all.zip', zip: new Uint8Array([80, 75]) })
const pages = createPages({ rendererFolder, rooms: () => open, diagnostics, logger: silentLogger })
const get = (target: string, init?: RequestInit) => pages(new Request(`leadline-app://inbox${target}`, init))

beforeAll(() => {
  fs.mkdirSync(path.join(rendererFolder, 'assets'), { recursive: true })
  fs.writeFileSync(path.join(rendererFolder, 'index.html'), 'the inbox')
  fs.writeFileSync(path.join(rendererFolder, 'assets/index.js'), 'script')
  fs.writeFileSync(path.join(rendererFolder, 'keys.db'), 'not for the screens')
  fs.writeFileSync(path.join(base, 'secret.json'), 'secret')
})
afterAll(() => fs.rmSync(base, { recursive: true }))

it('serves the screens under the policy that the service host has', async () => {
  const page = await get('/')
  expect([page.status, await page.text()]).toEqual([200, 'the inbox'])
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8')
  const policy = page.headers.get('content-security-policy')
  expect(policy).toContain("default-src 'none'")
  expect(policy).not.toMatch(/unsafe-eval|https?:|\*/)
  expect(page.headers.get('x-content-type-options')).toBe('nosniff')
  const script = await get('/assets/index.js?v=1#x')
  expect([await script.text(), script.headers.get('content-type')]).toEqual([
    'script',
    'text/javascript; charset=utf-8',
  ])
})

it.each([
  '/../secret.json',
  '/assets/../../secret.json',
  '/%2e%2e/secret.json',
  '/%2e%2e%2fsecret.json',
  '/..%5csecret.json',
  '/assets/%2e%2e/%2e%2e/secret.json',
  '//etc/passwd',
  '/keys.db',
  '/assets',
  '/%00index.html',
  '/index.html%00.js',
  '/%E0%A4%A',
  '/C:/secret.json',
])('%s is nowhere', async (target) => {
  const answer = await get(target)
  expect([answer.status, await answer.text()]).toEqual([404, ''])
  expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'")
})

it('names no file outside the folder', () => {
  expect(fileOf('/app/renderer', '/')).toBe(path.join('/app/renderer', 'index.html'))
  for (const hostile of [
    '',
    'index.html',
    '/..',
    '/../renderer-other/x.js',
    '/.',
    '/a/./b.js',
    '/a\\..\\b.js',
  ])
    expect(fileOf('/app/renderer', hostile)).toBeNull()
})

it('serves media whole and in part, sandboxed', async () => {
  const whole = await get('/media/7')
  expect([whole.status, await whole.text()]).toEqual([200, '0123456789'])
  expect(whole.headers.get('content-security-policy')).toMatch(/^sandbox/)
  expect(whole.headers.get('content-disposition')).toBe(`inline; filename*=UTF-8''kopi%20%E2%98%95.png`)
  const part = await get('/media/7', { headers: { range: 'bytes=2-4' } })
  expect([part.status, await part.text(), part.headers.get('content-range')]).toEqual([
    206,
    '234',
    'bytes 2-4/10',
  ])
  const tail = await get('/media/7', { headers: { range: 'bytes=-3' } })
  expect(await tail.text()).toBe('789')
  const head = await get('/media/7', { method: 'HEAD' })
  expect([await head.text(), head.headers.get('content-length')]).toEqual(['', '10'])
  expect((await get('/media/8')).status).toBe(404)
  expect((await get('/media/..%2f7')).status).toBe(404)
})

it('takes attachments, with their name and type', async () => {
  const headers = { 'content-type': 'image/png', 'x-file-name': encodeURIComponent('kopi ☕.png') }
  const answer = await get('/upload', { method: 'POST', headers, body: 'bytes' })
  expect([answer.status, await answer.json()]).toMatchObject([200, { uploadId: 'u1' }])
  expect(uploads).toEqual([{ text: 'bytes', mime: 'image/png', name: 'kopi ☕.png' }])
  const unnamed = await get('/upload', { method: 'POST', headers: { 'x-file-name': '%E0%A4%A' }, body: 'x' })
  expect([unnamed.status, await unnamed.json()]).toMatchObject([400, { code: 'invalid-input' }])
  const claimed = { 'content-length': String(101 * 1024 * 1024) }
  expect((await get('/upload', { method: 'POST', headers: claimed, body: 'x' })).status).toBe(413)
  expect((await get('/upload')).status).toBe(405)
  expect((await get('/', { method: 'DELETE' })).status).toBe(405)
})

it('serves nothing of the rooms while they are locked', async () => {
  open = null
  const answer = await get('/media/7')
  expect([answer.status, await answer.json()]).toMatchObject([423, { code: 'locked' }])
  open = rooms
})
