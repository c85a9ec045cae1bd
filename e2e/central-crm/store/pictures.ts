/** Product pictures, kept under the SHA-256 of their content. */
import { createHash } from 'node:crypto'
import type { z } from 'zod'
import type { picture } from '../schemas/selling'
import type { Db } from './database'

export type Picture = z.infer<typeof picture>

/** Keeps a picture; the same content twice is one picture. @returns where it is. */
export function keepPicture(db: Db, bytes: Buffer, contentType: Picture['contentType']): Picture {
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  db.prepare('INSERT OR IGNORE INTO pictures VALUES (?, ?, ?)').run(sha256, contentType, bytes)
  return { url: `/api/pictures/${sha256}`, contentType }
}
