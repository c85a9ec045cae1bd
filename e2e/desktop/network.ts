/**
 * Electron's network for the app's own requests, played over Node's: names lead where the test says, certificates are checked against the
 * one that the test trusts, and what fails says so in Chromium's words.
 */
import fs from 'node:fs'
import https from 'node:https'
import type { Actor } from './stand-in'

/** As much of Electron's options as is used here. */
export interface RequestOptions {
  method?: string
  protocol?: string
  hostname?: string
  path?: string
  headers?: Record<string, string>
}

/** Host to `127.0.0.1:PORT`; there is nothing else in this world. */
const hosts = JSON.parse(process.env['STAND_IN_HOSTS'] ?? '{}') as Record<string, string>
const trusted = process.env['STAND_IN_CERTIFICATE']

const IN_CHROMIUMS_WORDS: Record<string, string> = {
  ECONNREFUSED: 'ERR_CONNECTION_REFUSED',
  ECONNRESET: 'ERR_CONNECTION_RESET',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'ERR_CERT_AUTHORITY_INVALID',
  ERR_TLS_CERT_ALTNAME_INVALID: 'ERR_CERT_COMMON_NAME_INVALID',
}
const inChromiumsWords = ({ code = '' }: NodeJS.ErrnoException): Error =>
  new Error(`net::${IN_CHROMIUMS_WORDS[code] ?? 'ERR_FAILED'}`)

const under = new Map<string, ReturnType<typeof https.request>>()

/** A request that was made and waits for its end. */
export function begin(request: Actor, options: RequestOptions): void {
  const { method = 'GET', protocol = 'https:', hostname = '', path = '/', headers = {} } = options
  const [host, port] = hosts[hostname]?.split(':') ?? []
  if (protocol !== 'https:' || host === undefined || trusted === undefined) {
    setImmediate(() => request.$events.emit('error', new Error('net::ERR_NAME_NOT_RESOLVED')))
    return
  }
  const ca = fs.readFileSync(trusted, 'utf8')
  const asked = https.request({
    ...{ method, host, port: Number(port), servername: hostname, path, ca },
    headers: { ...headers, host: hostname },
  })
  under.set(request.$name, asked)
  asked.on('error', (error) => request.$events.emit('error', inChromiumsWords(error)))
  asked.on('close', () => request.$events.emit('close'))
  asked.on('response', (response) => {
    const { statusCode = 0 } = response
    const { location } = response.headers
    if (statusCode < 300 || statusCode >= 400 || location === undefined) {
      // Node's response is the readable stream that Electron's is as well.
      request.$events.emit('response', response)
      return
    }
    response.resume()
    request.$events.emit('redirect', statusCode, method, location, response.headers)
  })
}

export const end = (request: Actor, data?: Buffer): void => void under.get(request.$name)?.end(data)
export const abort = (request: Actor): void => {
  under.get(request.$name)?.destroy()
  request.$events.emit('abort')
}
