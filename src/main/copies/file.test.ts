/** A session's copy as a file: what goes in comes out, and nothing else ever does. */
import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { CHUNK_BYTES, ChunkWriter } from './chunks'
import { CopyError } from './errors'
import { partOf, readCopy, writeCopy } from './file'
import { chunkKey, encodeHeader, keyIdOf } from './header'

const KEY = Buffer.alloc(32, 7)
const TAG_BYTES = 16
const HEADER_BYTES = 6 + 1 + 16 + 32 + 8 + 1 + 'main'.length

let base: string
let profile: string
let file: string
beforeEach(async () => {
  base = await fs.mkdtemp(path.join(os.tmpdir(), 'leadline-copies-'))
  profile = path.join(base, 'profile')
  file = path.join(base, 'copies', 'main.copy')
})
afterEach(() => fs.rm(base, { recursive: true, force: true }))

type Tree = Record<string, Buffer>

async function plant(tree: Record<string, string | Buffer>, folder = profile): Promise<void> {
  for (const [name, data] of Object.entries(tree)) {
    await fs.mkdir(path.dirname(path.join(folder, name)), { recursive: true })
    await fs.writeFile(path.join(folder, name), data)
  }
}

async function treeOf(folder: string): Promise<Tree> {
  const names = await fs.readdir(folder, { recursive: true, withFileTypes: true })
  const files = names.filter((each) => each.isFile()).map((each) => path.join(each.parentPath, each.name))
  const read = files.map(async (each) => [path.relative(folder, each), await fs.readFile(each)] as const)
  return Object.fromEntries(await Promise.all(read))
}

const write = (change: Partial<Parameters<typeof writeCopy>[0]> = {}) =>
  writeCopy({ folder: profile, file, profile: 'main', key: KEY, now: 1_700_000_000_000, ...change })

let restores = 0
async function restore(change: Partial<Parameters<typeof readCopy>[0]> = {}): Promise<Tree> {
  const folder = path.join(base, `restored-${restores++}`)
  await fs.mkdir(folder)
  await readCopy({ file, folder, profile: 'main', key: KEY, ...change })
  return treeOf(folder)
}

/** The code it is refused with. */
async function refusal(change: Partial<Parameters<typeof readCopy>[0]> = {}): Promise<string> {
  try {
    await restore(change)
  } catch (error) {
    if (error instanceof CopyError) return error.code
    throw error
  }
  return 'taken'
}

const LINK = {
  'IndexedDB/https_web.whatsapp.com_0.indexeddb.leveldb/000003.log': 'the link',
  'IndexedDB/https_web.whatsapp.com_0.indexeddb.leveldb/CURRENT': 'MANIFEST-000001\n',
  'IndexedDB/https_web.whatsapp.com_0.indexeddb.blob/1/00/5': Buffer.alloc(3000, 5),
  'Local Storage/leveldb/000003.log': '',
}
const OTHER = {
  'IndexedDB/https_web.whatsapp.com_0.indexeddb.leveldb/LOCK': '',
  'Cache/Cache_Data/f_000001': 'a picture',
  'Service Worker/CacheStorage/1/index': 'code',
  'WebStorage/3/CacheStorage/1/index': 'code',
  Preferences: '{}',
}

describe('a copy', () => {
  it('brings back what carries the link, and nothing else', async () => {
    await plant({ ...LINK, ...OTHER })
    const size = await write()
    expect((await fs.stat(file)).size).toBe(size)
    expect(await restore()).toEqual(
      Object.fromEntries(Object.entries(LINK).map(([name, data]) => [name, Buffer.from(data)])),
    )
    const bytes = await fs.readFile(file)
    for (const word of ['the link', 'IndexedDB', 'whatsapp']) expect(bytes.includes(word)).toBe(false)
    if (process.platform !== 'win32') expect((await fs.stat(file)).mode & 0o777).toBe(0o600)
  })

  it('is not brought back where that is broken off', async () => {
    await plant(LINK)
    await write()
    await expect(restore({ signal: AbortSignal.abort(new Error('unlinked')) })).rejects.toThrow('unlinked')
  })

  it('brings back files of any length', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.oneof(
            fc.nat(40),
            fc.constantFrom(-1, 0, 1).map((by) => CHUNK_BYTES + by),
          ),
          {
            minLength: 1,
            maxLength: 4,
          },
        ),
        async (sizes) => {
          await fs.rm(profile, { recursive: true, force: true })
          const tree = Object.fromEntries(sizes.map((size, i) => [`IndexedDB/a/${i}`, randomBytes(size)]))
          await plant(tree)
          await write()
          expect(await restore()).toEqual(tree)
        },
      ),
      { numRuns: 12 },
    )
  })

  it('is never the same twice', async () => {
    await plant(LINK)
    await write()
    const first = await fs.readFile(file)
    await write()
    const second = await fs.readFile(file)
    // From the salt on: nothing of the key stream is used again.
    expect(second.subarray(HEADER_BYTES, HEADER_BYTES + 64)).not.toEqual(
      first.subarray(HEADER_BYTES, HEADER_BYTES + 64),
    )
  })

  it('follows no link out of the profile', async () => {
    await plant(LINK)
    await plant({ secret: 'not yours' }, base)
    await fs.symlink(path.join(base, 'secret'), path.join(profile, 'IndexedDB/link'))
    await fs.symlink(base, path.join(profile, 'WebStorage'))
    await write()
    expect(Object.keys(await restore()).sort()).toEqual(Object.keys(LINK).sort())
  })
})

describe('the copy before', () => {
  const good = async (): Promise<void> => {
    await plant(LINK)
    await write()
  }
  const isGood = async (): Promise<void> => {
    expect(Object.keys(await restore())).toHaveLength(Object.keys(LINK).length)
    await expect(fs.access(partOf(file))).rejects.toThrow('ENOENT')
  }

  it('stays where the next is broken off', async () => {
    await good()
    await plant({ 'IndexedDB/big': Buffer.alloc(3 * CHUNK_BYTES) })
    await expect(write({ signal: AbortSignal.abort() })).rejects.toThrow('aborted')
    await fs.rm(path.join(profile, 'IndexedDB/big'))
    await isGood()
  })

  it('stays where the profile is empty or gone', async () => {
    await good()
    await fs.rm(profile, { recursive: true })
    await expect(write()).rejects.toMatchObject({ code: 'empty' })
    await isGood()
  })

  it('stays where the profile changes meanwhile', async () => {
    await good()
    const added = path.join(profile, 'IndexedDB/new')
    // Asked between the first look at the profile and the last.
    const signal = { throwIfAborted: () => writeFileSync(added, 'x') } as unknown as AbortSignal
    await expect(write({ signal })).rejects.toMatchObject({ code: 'unsteady' })
    await isGood()
    await write()
    expect(Object.keys(await restore())).toContain('IndexedDB/new')
  })

  it('stays where the app was killed while writing, and the half is no hindrance', async () => {
    await good()
    await fs.writeFile(partOf(file), 'half')
    expect(await refusal()).toBe('taken')
    await write()
    await isGood()
  })
})

describe('a copy that was changed is refused', () => {
  it('with any bit turned', async () => {
    await plant(LINK)
    await write()
    const good = await fs.readFile(file)
    await fc.assert(
      fc.asyncProperty(fc.nat(good.length - 1), fc.nat(7), async (at, bit) => {
        const bad = Buffer.from(good)
        bad[at] = (bad[at] ?? 0) ^ (1 << bit)
        await fs.writeFile(file, bad)
        const expected = at < 6 ? 'damaged' : at === 6 ? 'other-version' : at < 23 ? 'other-key' : null
        const code = await refusal()
        if (expected !== null) expect(code).toBe(expected)
        else expect(['damaged', 'other-profile']).toContain(code)
      }),
      { numRuns: 300 },
    )
  })

  it('cut short anywhere, or with anything added', async () => {
    await plant(LINK)
    await write()
    const good = await fs.readFile(file)
    await fc.assert(
      fc.asyncProperty(fc.nat(good.length - 1), async (length) => {
        await fs.writeFile(file, good.subarray(0, length))
        expect(await refusal()).toBe('damaged')
      }),
    )
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 100 }), async (more) => {
        await fs.writeFile(file, Buffer.concat([good, more]))
        expect(await refusal()).toBe('damaged')
      }),
    )
  })

  it('with its chunks in another order, missing, doubled, or of another copy', async () => {
    await plant({ 'IndexedDB/big': randomBytes(3 * CHUNK_BYTES) })
    await write()
    const good = await fs.readFile(file)
    await write()
    const other = await fs.readFile(file)
    const size = CHUNK_BYTES + TAG_BYTES
    const chunk = (of: Buffer, n: number): Buffer =>
      of.subarray(HEADER_BYTES + n * size, HEADER_BYTES + (n + 1) * size)
    const head = good.subarray(0, HEADER_BYTES)
    const [a, b, c, last] = [0, 1, 2, 3].map((n) => chunk(good, n)) as [Buffer, Buffer, Buffer, Buffer]
    const bad = [
      [b, a, c, last],
      [a, c, last],
      [a, b, b, c, last],
      [a, b, c],
      [a, b, last],
      [a, b, c, last, last],
      [a, b, chunk(other, 2), last],
      [a, b, c, chunk(other, 3)],
      [],
    ]
    for (const chunks of bad) {
      await fs.writeFile(file, Buffer.concat([head, ...chunks]))
      expect(await refusal()).toBe('damaged')
    }
    await fs.writeFile(file, Buffer.concat([head, a, b, c, last]))
    expect(await refusal()).toBe('taken')
  })

  it('of another account or under another key, whatever its name', async () => {
    await plant(LINK)
    await write({ profile: 'other' })
    expect(await refusal()).toBe('other-profile')
    await write({ key: randomBytes(32) })
    expect(await refusal()).toBe('other-key')
  })

  it('made of anything at all', async () => {
    await fs.mkdir(path.dirname(file), { recursive: true })
    const any = fc.uint8Array({ maxLength: 300 })
    const header = { profile: 'main', createdAt: 1, keyId: keyIdOf(KEY), salt: Buffer.alloc(32) }
    const start = fc.constantFrom(Buffer.alloc(0), Buffer.from('LLSESS\x01'), encodeHeader(header))
    await fc.assert(
      fc.asyncProperty(start, any, async (head, bytes) => {
        await fs.writeFile(file, Buffer.concat([head, bytes]))
        expect(['damaged', 'other-version', 'other-key']).toContain(await refusal())
      }),
    )
  })
})

describe('what lies in a copy', () => {
  /** A copy as only somebody with the key could make it. */
  async function forge(entries: { name: string; size?: bigint; data?: string }[], end = true): Promise<void> {
    const header = { profile: 'main', createdAt: 1, keyId: keyIdOf(KEY), salt: randomBytes(32) }
    const start = encodeHeader(header)
    await fs.mkdir(path.dirname(file), { recursive: true })
    const out = await fs.open(file, 'w')
    await out.write(start)
    const chunks = new ChunkWriter(out, chunkKey(KEY, header), start)
    for (const { name, data = 'x', size = BigInt(data.length) } of entries) {
      const head = Buffer.alloc(2)
      head.writeUInt16BE(Buffer.byteLength(name))
      const length = Buffer.alloc(8)
      length.writeBigUInt64BE(size)
      await chunks.write(Buffer.concat([head, Buffer.from(name), length, Buffer.from(data)]))
    }
    if (end) await chunks.write(Buffer.alloc(2))
    await chunks.end()
    await out.close()
  }

  it('never leads out of the folder', async () => {
    const names = [
      '../evil',
      'IndexedDB/../../evil',
      '/etc/evil',
      'IndexedDB//evil',
      'IndexedDB/./evil',
      'IndexedDB\\..\\evil',
      'C:/evil',
      'IndexedDB/a:evil',
      'IndexedDB/nul',
      'IndexedDB/com1.txt',
      'IndexedDB/evil.',
      'IndexedDB/evil\0',
      'Preferences',
      'SingletonLock',
      'IndexedDBevil',
      'IndexedDB',
    ]
    for (const name of names) {
      await forge([{ name }])
      const code = await refusal()
      // The last one is a name of ours, as a file where the folder belongs: it leads nowhere either.
      expect([name, code]).toEqual([name, name === 'IndexedDB' ? 'taken' : 'damaged'])
    }
    const outside = (await fs.readdir(base)).filter((name) => name.includes('evil'))
    expect(outside).toEqual([])
  })

  it('must be whole and there once', async () => {
    const name = 'IndexedDB/a'
    await forge([{ name }, { name }])
    expect(await refusal()).toBe('damaged')
    await forge([{ name: 'IndexedDB' }, { name }])
    expect(await refusal()).toBe('damaged')
    await forge([{ name, size: 2n ** 63n }])
    expect(await refusal()).toBe('damaged')
    await forge([{ name }], false)
    expect(await refusal()).toBe('damaged')
    await forge([{ name }])
    expect(await refusal()).toBe('taken')
  })
})
