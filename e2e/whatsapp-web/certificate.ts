/**
 * The simulator's TLS certificate: self-signed, trusted by the hash of its key
 * (Chromium's --ignore-certificate-errors-spki-list). Kept in the state folder, so that the hash stays.
 */
import { createHash, X509Certificate } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { generate } from 'selfsigned'

export interface Certificate {
  key: string
  cert: string
  /** base64 of the sha-256 of the public key's DER (SubjectPublicKeyInfo). */
  spki: string
}

/** Loads the certificate of a state folder, making it the first time; without a folder it lives in memory only. */
export async function certificateFor(
  stateDir: string | undefined,
  host = 'web.whatsapp.com',
): Promise<Certificate> {
  const keyFile = stateDir === undefined ? undefined : join(stateDir, 'tls-key.pem')
  const certFile = stateDir === undefined ? undefined : join(stateDir, 'tls-cert.pem')
  if (keyFile !== undefined && certFile !== undefined && existsSync(keyFile) && existsSync(certFile)) {
    return withHash(readFileSync(keyFile, 'utf8'), readFileSync(certFile, 'utf8'))
  }
  const notAfterDate = new Date(Date.now() + 10 * 365 * 86_400_000)
  const made = await generate([{ name: 'commonName', value: host }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notAfterDate,
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: host }] }],
  })
  if (keyFile !== undefined && certFile !== undefined && stateDir !== undefined) {
    mkdirSync(stateDir, { recursive: true })
    writeFileSync(keyFile, made.private, { mode: 0o600 })
    writeFileSync(certFile, made.cert)
  }
  return withHash(made.private, made.cert)
}

function withHash(key: string, cert: string): Certificate {
  const der = new X509Certificate(cert).publicKey.export({ type: 'spki', format: 'der' })
  return { key, cert, spki: createHash('sha256').update(der).digest('base64') }
}
