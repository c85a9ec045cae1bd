/**
 * The development options that lead WhatsApp Web's address to a page on this machine, endpoint and key, and hurry the sessions there.
 * Both of the former or none; loopback only; an installed, packaged app refuses them, so that nobody can be tricked into linking their
 * WhatsApp to another page.
 */
import { z } from 'zod'

export interface WhatsAppTarget {
  /** `127.0.0.1:PORT` */
  endpoint: string
  /** Base64 of the SHA-256 of the certificate's public key. */
  spki: string
  /** Durations of a session to change, by name (`whatsapp/timings.ts`), ms. */
  timings?: Readonly<Record<string, number>>
}

const timingsSchema = z.record(z.string(), z.number().nonnegative())

export type TargetResult = { target: WhatsAppTarget | null } | { error: string }

export function readWhatsAppTarget(given: {
  endpoint: string | undefined
  spki: string | undefined
  /** A JSON object. */
  timings?: string | undefined
  packaged: boolean
}): TargetResult {
  const { endpoint, spki, packaged } = given
  if (endpoint === undefined && spki === undefined && given.timings === undefined) return { target: null }
  if (packaged) {
    return {
      error:
        '--whatsapp-endpoint, --whatsapp-spki and --whatsapp-timings are for development: an installed Leadline refuses them.',
    }
  }
  if (endpoint === undefined || spki === undefined) {
    return { error: '--whatsapp-endpoint and --whatsapp-spki go together: give both or neither.' }
  }
  const port = /^127\.0\.0\.1:(\d{1,5})$/.exec(endpoint)?.[1]
  if (port === undefined || Number(port) < 1 || Number(port) > 65_535) {
    return { error: `--whatsapp-endpoint must be 127.0.0.1:PORT, not "${endpoint}".` }
  }
  if (!/^[A-Za-z0-9+/]{43}=$/.test(spki)) {
    return { error: '--whatsapp-spki must be the base64 of a SHA-256 hash (44 characters).' }
  }
  if (given.timings === undefined) return { target: { endpoint, spki } }
  const timings = timingsSchema.safeParse(readJson(given.timings))
  if (!timings.success) {
    return { error: `--whatsapp-timings must be a JSON object of milliseconds, not "${given.timings}".` }
  }
  return { target: { endpoint, spki, timings: timings.data } }
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Told as what it is not.
    return undefined
  }
}

/** The flags for Chromium: WhatsApp's name leads to the page, every other name nowhere. */
export function targetFlags({ endpoint, spki }: WhatsAppTarget): string[] {
  return [
    `--host-resolver-rules=MAP web.whatsapp.com ${endpoint}, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1`,
    `--ignore-certificate-errors-spki-list=${spki}`,
  ]
}
