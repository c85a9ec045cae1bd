/** The site https://web.whatsapp.com as Chromium gets it: the page, its scripts, and the bytes of media. */
import { readdirSync, readFileSync } from 'node:fs'
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { toString as qrSvg } from 'qrcode'
import type { Phones } from './phones'
import { delay } from './rpc-kit'
import { hexOf } from './world/media'
import type { World } from './world/world'

const scripts = new Set(readdirSync(new URL('page/', import.meta.url)).filter((name) => name.endsWith('.js')))
const file = (name: string): string => readFileSync(new URL(`page/${name}`, import.meta.url), 'utf8')

/** The device that the page presents with each request, once it is linked. */
export function deviceOf({ headers }: IncomingMessage): string | undefined {
  return /(?:^|;\s*)device=([\w-]+)/.exec(headers.cookie ?? '')?.[1]
}

/** Handles every request to the site, each as the phone of the page that makes it would. */
export function siteOf(phones: Phones): RequestListener {
  return (request, response) => {
    const { world, line } = phones.ofDevice(deviceOf(request))
    if (line.httpUp === 'hang') return
    if (!line.httpUp) {
      request.socket.destroy()
      return
    }
    serve(world, request, response).catch((error: unknown) => {
      response.writeHead(500, { 'content-type': 'text/plain' })
      response.end(String(error))
    })
  }
}

async function serve(world: World, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'https://web.whatsapp.com')
  const send = (status: number, type: string, body: string | Buffer): void => {
    response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' })
    response.end(body)
  }
  if (url.pathname === '/') {
    send(200, 'text/html; charset=utf-8', file('index.html'))
  } else if (url.pathname === '/sim/boot.json') {
    const { version, release, boot } = world.settings
    send(200, 'application/json', JSON.stringify({ version, release, boot }))
  } else if (url.pathname === '/sim/frame') {
    send(200, 'text/html', '<!doctype html><title>frame</title>')
  } else if (url.pathname === '/sim/redirect') {
    response.writeHead(302, { location: url.searchParams.get('to') ?? '/' }).end()
  } else if (url.pathname === '/sim/qr.svg') {
    send(200, 'image/svg+xml', await qrSvg(url.searchParams.get('data') ?? '', { type: 'svg', margin: 1 }))
  } else if (url.pathname === '/sim/upload' && request.method === 'POST') {
    await upload(world, request, send)
  } else if (url.pathname.startsWith('/sim/media/')) {
    const bytes = world.media.byHex(url.pathname.slice('/sim/media/'.length))
    if (bytes === undefined) send(404, 'text/plain', 'Not found')
    else send(200, 'application/octet-stream', bytes)
  } else if (scripts.has(url.pathname.replace('/sim/page/', ''))) {
    send(200, 'text/javascript; charset=utf-8', file(url.pathname.replace('/sim/page/', '')))
  } else {
    send(404, 'text/plain', 'Not found')
  }
}

async function upload(
  world: World,
  request: IncomingMessage,
  send: (status: number, type: string, body: string) => void,
): Promise<void> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(Buffer.from(chunk as Uint8Array))
  const { delayMs, fail } = world.settings.upload
  await delay(delayMs)
  if (fail) {
    send(507, 'text/plain', 'upload failed')
    return
  }
  const bytes = Buffer.concat(chunks)
  const hash = world.media.put(bytes)
  const mimetype = request.headers['content-type'] ?? 'application/octet-stream'
  world.write({ kind: 'upload', media: { hash: hexOf(hash), mimetype, size: bytes.length } })
  send(200, 'application/json', JSON.stringify({ filehash: hash, hex: hexOf(hash), size: bytes.length }))
}
