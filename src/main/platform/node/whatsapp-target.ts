/**
 * The two development options that lead WhatsApp Web's address to a page on this machine. Both or neither; loopback only; an
 * installed, packaged app refuses them, so that nobody can be tricked into linking their WhatsApp to another page.
 */

export interface WhatsAppTarget {
  /** `127.0.0.1:PORT` */
  endpoint: string
  /** Base64 of the SHA-256 of the certificate's public key. */
  spki: string
}

export type TargetResult = { target: WhatsAppTarget | null } | { error: string }

export function readWhatsAppTarget(given: {
  endpoint: string | undefined
  spki: string | undefined
  packaged: boolean
}): TargetResult {
  const { endpoint, spki, packaged } = given
  if (endpoint === undefined && spki === undefined) return { target: null }
  if (packaged) {
    return {
      error:
        '--whatsapp-endpoint and --whatsapp-spki are for development: an installed Leadline refuses them.',
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
  return { target: { endpoint, spki } }
}

/** The flags for Chromium: WhatsApp's name leads to the page, every other name nowhere. */
export function targetFlags({ endpoint, spki }: WhatsAppTarget): string[] {
  return [
    `--host-resolver-rules=MAP web.whatsapp.com ${endpoint}, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1`,
    `--ignore-certificate-errors-spki-list=${spki}`,
  ]
}
