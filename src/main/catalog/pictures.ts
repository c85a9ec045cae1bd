/**
 * Products' pictures, kept here encrypted so that they are there offline: the screens never fetch anything from another server. A file's
 * name follows from the picture's address, so that what is here is known without a list; where the address says the picture's SHA-256, from
 * that: a picture that was set here is the same file before and after the CRM has it.
 */
import { createHash } from 'node:crypto'
import { AppError, codeOf, MOST_PICTURE_BYTES } from '../../contract'
import { contentOf, localAddress, setHere, type SetPicture } from './picture-address'
import { createFiles, isShown, sniff, type Sealing } from '../media'
import type { Logger } from '../platform/ports'

export interface PicturesOptions extends Sealing {
  /** A folder of their own. */
  dir: string
  /** Fetches a picture from where the CRM says it is. Null: not now. */
  fetch: (address: string, signal: AbortSignal) => Promise<Uint8Array | null>
  /** Every address that a product names, in order, after one; a page of them. */
  addresses: (after: string) => Promise<string[]>
  logger: Logger
  /** Milliseconds since the epoch. */
  clock?: () => number
}

export interface Picture {
  /** By its first bytes, never by what a server said. */
  mime: string
  data: Buffer
}

export interface Pictures {
  /** From here, else fetched now. @throws {AppError} `not-found` where it can't be had. */
  open(address: string): Promise<Picture>
  /** By the SHA-256 of its content; null where it is not here. */
  ofContent(sha256: string): Promise<Picture | null>
  /**
   * Keeps one that a person chose. Until `release` it stays, though no product names it.
   * @throws {AppError} `invalid-input` for what is no picture that may be shown, `file-too-large`, `disk-full`
   */
  keep(data: Buffer): Promise<KeptPicture>
  /** The catalogue was read again: fetches what is missing, one after the other, and removes what no product names. */
  fill(): void
  /** Waits for what is being written. */
  stop(): Promise<void>
}

export interface KeptPicture extends SetPicture {
  release(): void
}

/** What did not come is not asked for again so soon, milliseconds. */
const PATIENCE = 10 * 60 * 1000

const sha256Of = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex')
const nameOf = (address: string): string => (contentOf(address) ?? sha256Of(address)).slice(0, 32)

/** What the CRM's contract takes. */
const TAKEN: readonly string[] = ['image/png', 'image/jpeg', 'image/webp']

/** Null for what is no picture that may be shown. */
function read(data: Buffer): Picture | null {
  const mime = sniff(data, 'image/*')
  return mime?.startsWith('image/') && isShown(mime) ? { mime, data } : null
}

export function createPictures(options: PicturesOptions): Pictures {
  const { addresses, logger, clock = Date.now } = options
  const files = createFiles(options.dir, options)
  const end = new AbortController()
  const underWay = new Map<string, Promise<Picture | null>>()
  const failedAt = new Map<string, number>()
  /** Chosen just now: a product is about to name them. */
  const held = new Set<string>()
  let spared = new Set<string>()
  let asked = false
  let filling: Promise<void> | null = null

  const fetchNow = async (address: string): Promise<Picture | null> => {
    if (setHere(address)) return null
    if (clock() - (failedAt.get(address) ?? -Infinity) < PATIENCE) return null
    const data = await options.fetch(address, end.signal)
    const picture = data && read(Buffer.from(data))
    if (!picture) {
      failedAt.set(address, clock())
      return null
    }
    failedAt.delete(address)
    await files.write(nameOf(address), picture.data)
    return picture
  }

  const fetchOnce = (address: string): Promise<Picture | null> => {
    let fetching = underWay.get(address)
    if (!fetching) {
      fetching = fetchNow(address).finally(() => underWay.delete(address))
      underWay.set(address, fetching)
    }
    return fetching
  }

  const keptAs = async (name: string): Promise<Picture | null> => {
    try {
      return read(await files.read(name))
    } catch (error) {
      if (codeOf(error) === 'not-found') return null
      throw error
    }
  }

  const kept = (address: string): Promise<Picture | null> => keptAs(nameOf(address))

  const fill = async (): Promise<void> => {
    spared = new Set(held)
    const there = new Set(await files.list())
    const named = new Set<string>()
    for (let page = await addresses(''); page.length > 0; page = await addresses(page.at(-1) ?? ''))
      for (const address of page) {
        const name = nameOf(address)
        named.add(name)
        if (end.signal.aborted) return
        if (!there.has(name)) await fetchOnce(address)
      }
    await files.remove([...there].filter((name) => !named.has(name) && !spared.has(name)))
  }

  const run = async (): Promise<void> => {
    while (asked && !end.signal.aborted) {
      asked = false
      await fill()
    }
  }

  return {
    open: async (address) => {
      const picture = (await kept(address)) ?? (await fetchOnce(address))
      if (!picture) throw new AppError('not-found', 'This picture is not here, and can’t be had now.')
      return picture
    },
    ofContent: (sha256) => keptAs(sha256.slice(0, 32)),
    keep: async (data) => {
      if (data.length > MOST_PICTURE_BYTES)
        throw new AppError('file-too-large', 'A product’s picture may have up to 2 MB.')
      const picture = read(data)
      if (!picture || !TAKEN.includes(picture.mime))
        throw new AppError('invalid-input', 'This is no picture: choose a JPEG, PNG or WebP file.')
      const set = { sha256: sha256Of(data), mime: picture.mime }
      const address = localAddress(set)
      const name = nameOf(address)
      held.add(name)
      spared.add(name)
      const release = (): void => void held.delete(name)
      try {
        if (!(await kept(address))) await files.write(name, data)
      } catch (error) {
        release()
        throw error
      }
      return { ...set, release }
    },
    fill: () => {
      asked = true
      filling ??= run()
        .catch((error: unknown) => logger.warn('pictures-not-kept', { error }))
        .finally(() => {
          filling = null
        })
    },
    stop: async () => {
      end.abort()
      await Promise.allSettled([filling, ...underWay.values()])
    },
  }
}
