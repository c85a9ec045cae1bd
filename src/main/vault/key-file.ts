/**
 * `keys.json`: the data key, wrapped once per way of opening it. Written whole or not at all (temporary file, fsync, rename): a power
 * cut leaves the old file or the new one.
 */
import { randomUUID } from 'node:crypto'
import fs from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { flushFolder } from '../storage/flush-folder'
import { VaultError } from './errors'

const base64 = z.base64().max(1000)

/** Bounded, so that a tampered file can't make the app allocate gigabytes. */
const scryptParameters = z.object({
  salt: base64,
  cost: z.number().int().min(1024).max(1_048_576),
  blockSize: z.number().int().min(1).max(16),
  parallel: z.number().int().min(1).max(4),
})
export type ScryptParameters = z.infer<typeof scryptParameters>

const wrap = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('keychain'), sealed: base64 }),
  z.object({ kind: z.literal('file'), sealed: base64 }),
  z.object({ kind: z.literal('passphrase'), scrypt: scryptParameters, sealed: base64 }),
  z.object({ kind: z.literal('recovery'), scrypt: scryptParameters, sealed: base64 }),
])
export type Wrap = z.infer<typeof wrap>
export type WrapKind = Wrap['kind']

const keyFile = z.object({
  version: z.literal(1),
  /** Random; binds every wrap to this file. */
  id: z.uuid(),
  /** Derived from the data key: tells it from any other without giving it away. */
  check: base64,
  wraps: z.array(wrap).min(1).max(8),
})
export type KeyFile = z.infer<typeof keyFile>

/**
 * Null where there is no file.
 * @throws {VaultError} `corrupt-key-file`
 */
export async function readKeyFile(file: string): Promise<KeyFile | null> {
  let text: string
  try {
    text = await fs.readFile(file, 'utf8')
  } catch (error) {
    if (isMissing(error)) return null
    throw error
  }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw corrupt(cause)
  }
  const parsed = keyFile.safeParse(value)
  if (!parsed.success) throw corrupt(parsed.error)
  return parsed.data
}

export function corrupt(cause?: unknown): VaultError {
  return new VaultError(
    'corrupt-key-file',
    'The key file keys.json is damaged or was made by a newer Leadline. Put back a copy of it from a backup of the data folder.',
    { cause },
  )
}

export async function writeKeyFile(file: string, content: KeyFile): Promise<void> {
  await writeAtomically(file, JSON.stringify(keyFile.parse(content), null, 2) + '\n')
}

/** Readable by its owner only. Either the old content or the new is there afterwards, whatever happens. */
export async function writeAtomically(file: string, text: string): Promise<void> {
  const temporary = `${file}.${randomUUID()}.tmp`
  try {
    const handle = await fs.open(temporary, 'wx', 0o600)
    try {
      await handle.writeFile(text)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await fs.rename(temporary, file)
  } catch (error) {
    await fs.rm(temporary, { force: true })
    throw error
  }
  await flushFolder(path.dirname(file))
}

export function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}
