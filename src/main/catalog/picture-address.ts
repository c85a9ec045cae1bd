/**
 * Where a product's picture is, as a text: the CRM's address of it, or `local:` with type and SHA-256 for one that was set here and the CRM
 * does not have yet. The reference contract names pictures by their content too. Pure functions.
 */

export interface SetPicture {
  /** Hex. */
  sha256: string
  /** `image/png`, `image/jpeg` or `image/webp`. */
  mime: string
}

/** A picture of a product, as the reference contract has it. */
export interface RemotePicture {
  url: string
  contentType?: unknown
}

const LOCAL = /^local:(image\/[a-z]+)\/([0-9a-f]{64})$/
const REMOTE = /\/api\/pictures\/([0-9a-f]{64})$/

export const localAddress = ({ sha256, mime }: SetPicture): string => `local:${mime}/${sha256}`

/** Null for an address of the CRM's. */
export function setHere(address: string): SetPicture | null {
  const [, mime, sha256] = LOCAL.exec(address) ?? []
  return mime !== undefined && sha256 !== undefined ? { mime, sha256 } : null
}

/** How the CRM is told of a picture that was set here. */
export const asTold = ({ sha256, mime }: SetPicture): RemotePicture => ({
  url: `/api/pictures/${sha256}`,
  contentType: mime,
})

/** The SHA-256 of its content, where the address says that: of ours, and of the reference contract's. */
export const contentOf = (address: string): string | null =>
  setHere(address)?.sha256 ?? REMOTE.exec(address)?.[1] ?? null
