/**
 * Products' pictures, kept here encrypted so that they are there offline: the screens never fetch anything from another server. A file's
 * name follows from the picture's address, so that what is here is known without a list.
 */
import { createHash } from 'node:crypto'
import { AppError, codeOf } from '../../contract'
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
  /** The catalogue was read again: fetches what is missing, one after the other, and removes what no product names. */
  fill(): void
  /** Waits for what is being written. */
  stop(): Promise<void>
}

/** What did not come is not asked for again so soon, milliseconds. */
const PATIENCE = 10 * 60 * 1000

const nameOf = (address: string): string => createHash('sha256').update(address).digest('hex').slice(0, 32)

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
  let asked = false
  let filling: Promise<void> | null = null

  const fetchNow = async (address: string): Promise<Picture | null> => {
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

  const kept = async (address: string): Promise<Picture | null> => {
    try {
      return read(await files.read(nameOf(address)))
    } catch (error) {
      if (codeOf(error) === 'not-found') return null
      throw error
    }
  }

  const fill = async (): Promise<void> => {
    const there = new Set(await files.list())
    const named = new Set<string>()
    for (let page = await addresses(''); page.length > 0; page = await addresses(page.at(-1) ?? ''))
      for (const address of page) {
        const name = nameOf(address)
        named.add(name)
        if (end.signal.aborted) return
        if (!there.has(name)) await fetchOnce(address)
      }
    await files.remove([...there].filter((name) => !named.has(name)))
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
