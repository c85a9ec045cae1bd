/**
 * Test support: an update server as electron-builder's generic provider expects it (`latest-linux.yml`, `beta-linux.yml` and the
 * files), that can do everything a real one may do wrong.
 */
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import http from 'node:http'
import https from 'node:https'
import type { AddressInfo } from 'node:net'

export interface Release {
  version: string
  payload: Buffer
  notes?: string
  stagingPercentage?: number
  /** Another than the payload's own, or null for none at all. */
  sha512?: string | null
}

/** How a payload is sent. `cut`: half of it, then the connection breaks. `silent`: half of it, then nothing. `slow`: bit by bit. */
export type Delivery = 'whole' | 'cut' | 'silent' | 'slow' | 'missing' | 'to-plain-file'

export interface UpdateServer {
  url: string
  releases: { latest?: Release; beta?: Release }
  delivery: Delivery
  /** What is sent in a payload's place; null for the payload. */
  swapped: Buffer | null
  /** Answers update files with this instead. */
  answer: { status: number; text: string } | null
  /** Holds answers to update files back until it resolves. */
  gate: Promise<void> | null
  /** Of every request, in order. */
  requests: { path: string; headers: http.IncomingHttpHeaders }[]
  close(): Promise<void>
}

export const sha512Of = (data: Buffer): string => createHash('sha512').update(data).digest('base64')

export const fileName = (version: string): string => `Leadline-${version}-linux-x64.AppImage`

/** A script that says who it is and is as long as a download needs to be: it runs like an AppImage. */
export function appImage(version: string, size = 300_000): Buffer {
  const script = `#!/bin/sh\necho "${version}\${*:+ $*}" >> "$(dirname "$0")/started"\nexit 0\n#`
  return Buffer.concat([Buffer.from(script), Buffer.alloc(size - script.length, 'x')])
}

export const release = (version: string, more: Partial<Release> = {}): Release => ({
  version,
  payload: appImage(version),
  ...more,
})

function updateFile({ version, payload, notes, stagingPercentage, sha512 }: Release): string {
  const hash = sha512 === undefined ? sha512Of(payload) : sha512
  const lines = [
    `version: ${version}`,
    'files:',
    `  - url: ${fileName(version)}`,
    ...(hash === null ? [`    sha2: ${'a'.repeat(64)}`] : [`    sha512: ${hash}`]),
    `    size: ${payload.length}`,
    ...(stagingPercentage === undefined ? [] : [`stagingPercentage: ${stagingPercentage}`]),
    ...(notes === undefined ? [] : [`releaseNotes: ${JSON.stringify(notes)}`]),
  ]
  return lines.join('\n')
}

function deliver(response: http.ServerResponse, data: Buffer, delivery: Delivery): void {
  response.writeHead(200, { 'content-length': data.length })
  const half = data.subarray(0, data.length / 2)
  if (delivery === 'cut') response.write(half, () => response.destroy())
  else if (delivery === 'silent') response.write(half)
  else if (delivery === 'slow') drip(response, data)
  else response.end(data)
}

function drip(response: http.ServerResponse, data: Buffer): void {
  if (response.destroyed) return
  if (data.length === 0) response.end()
  else response.write(data.subarray(0, 10_000), () => setImmediate(drip, response, data.subarray(10_000)))
}

/** @param tls its certificate; without one it speaks plain HTTP. */
export async function startUpdateServer(tls?: { key: string; cert: string }): Promise<UpdateServer> {
  const listener: http.RequestListener = (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1')
    server.requests.push({ path: pathname, headers: request.headers })
    void respond(decodeURIComponent(pathname), response)
  }
  const http1 = tls ? https.createServer(tls, listener) : http.createServer(listener)
  const respond = async (path: string, response: http.ServerResponse): Promise<void> => {
    const { latest, beta } = server.releases
    const listed = path === '/latest-linux.yml' ? latest : path === '/beta-linux.yml' ? beta : null
    if (listed !== null) {
      if (server.gate) await server.gate
      if (server.answer) response.writeHead(server.answer.status).end(server.answer.text)
      else if (listed) response.end(updateFile(listed))
      else response.writeHead(404).end()
      return
    }
    const found = [latest, beta].find((each) => each && path === `/${fileName(each.version)}`)
    if (!found || server.delivery === 'missing') response.writeHead(404).end()
    else if (server.delivery === 'to-plain-file')
      response.writeHead(302, { location: 'ftp://127.0.0.1/x' }).end()
    else deliver(response, server.swapped ?? found.payload, server.delivery)
  }
  http1.listen(0, '127.0.0.1')
  await once(http1, 'listening')
  const server: UpdateServer = {
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${(http1.address() as AddressInfo).port}/`,
    releases: {},
    delivery: 'whole',
    swapped: null,
    answer: null,
    gate: null,
    requests: [],
    close: async () => {
      if (!http1.listening) return
      http1.close()
      http1.closeAllConnections()
      await once(http1, 'close')
    },
  }
  return server
}
