import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { AppError } from '../../contract'
import { openTestStorage, type TestStorage } from '../storage/test-storage'
import { WaError } from '../whatsapp/types'
import { NOON, PNG, Shelf } from './shelf.testing'

let test: TestStorage
beforeAll(async () => {
  test = await openTestStorage()
})
afterAll(() => test.cleanup())
let shelf: Shelf
beforeEach(async () => {
  shelf = await Shelf.open(test)
})
afterEach(() => shelf.close())

const eventually = (check: () => Promise<void> | void): Promise<void> =>
  vi.waitFor(check, { timeout: 10_000, interval: 5 })
const becomes = (...states: string[]): Promise<void> =>
  eventually(async () =>
    expect((await shelf.messages()).map((message) => message.media?.state)).toEqual(states),
  )

describe('files', () => {
  const upload = async (data: Buffer, mime = 'image/png'): Promise<string> => {
    shelf.clock.held = true
    const { uploadId } = await shelf.media.saveUpload(data, { mime, name: 'C:\\dir\\a\u202eb.png' })
    const taken = shelf.media.takeUpload(uploadId)
    expect(taken.name).toBe('ab.png')
    return taken.file
  }

  it('are encrypted on disk and come back as they were', async () => {
    const data = Buffer.concat([PNG, randomBytes(100_000), Buffer.from('a secret word')])
    const file = await upload(data)
    const onDisk = fs.readFileSync(path.join(shelf.dir, file))
    expect(onDisk.includes('a secret word')).toBe(false)
    expect(onDisk.includes(PNG.subarray(0, 20))).toBe(false)
    expect(await shelf.media.read(file)).toEqual(data)
    expect(await shelf.media.totalBytes()).toBe(onDisk.length)
  })

  it('that were changed or exchanged are not given out', async () => {
    const [one, two] = [await upload(PNG), await upload(PNG)]
    const at = path.join(shelf.dir, one)
    const whole = fs.readFileSync(at)
    for (const index of [0, 5, 20, whole.length - 1]) {
      const changed = Buffer.from(whole)
      changed[index]! ^= 1
      fs.writeFileSync(at, changed)
      await expect(shelf.media.read(one)).rejects.toMatchObject({ code: 'not-found' })
    }
    fs.writeFileSync(at, whole.subarray(0, -1))
    await expect(shelf.media.read(one)).rejects.toMatchObject({ code: 'not-found' })
    fs.copyFileSync(path.join(shelf.dir, two), at)
    await expect(shelf.media.read(one)).rejects.toMatchObject({ code: 'not-found' })
    fs.writeFileSync(at, whole)
    expect(await shelf.media.read(one)).toEqual(PNG)
  })

  it('are only reached by their own names', async () => {
    await expect(shelf.media.read('../leadline.db')).rejects.toThrow('not a name')
    await expect(shelf.media.deleteFiles(['../leadline.db'])).rejects.toThrow('not a name')
  })

  it('that no message names are shown and go one by one, never one in use', async () => {
    await shelf.receive()
    shelf.connect()
    await becomes('ready')
    shelf.clock.held = true
    const [kept] = shelf.names()
    const held = await shelf.media.saveUpload(PNG, { mime: 'image/png', name: null })
    const [lost, half] = ['a'.repeat(32), `${'b'.repeat(32)}.part`]
    fs.writeFileSync(path.join(shelf.dir, lost), 'xx')
    fs.writeFileSync(path.join(shelf.dir, half), 'x')
    expect(await shelf.media.orphans()).toEqual([
      { name: lost, bytes: 2 },
      { name: half, bytes: 1 },
    ])
    const upload = shelf.media.takeUpload(held.uploadId)
    for (const name of [kept!, upload.file, `${upload.file}.part`])
      expect(await shelf.media.removeOrphan(name)).toBe(false)
    for (const name of [lost, half]) expect(await shelf.media.removeOrphan(name)).toBe(true)
    expect(shelf.names().sort()).toEqual([kept, upload.file].sort())
  })

  it('that an interruption left go at the next start, and nothing that only looks so', async () => {
    await shelf.receive()
    shelf.connect()
    await becomes('ready')
    shelf.clock.held = true
    // Never sent, as where the app was killed.
    await shelf.media.saveUpload(PNG, { mime: 'image/png', name: null })
    // Erased, and killed before its file was deleted.
    await shelf.inbox.erase(shelf.conversationId)
    const foreign = 'c'.repeat(32)
    fs.writeFileSync(path.join(shelf.dir, foreign), 'of an older database, perhaps')
    fs.writeFileSync(path.join(shelf.dir, `${'d'.repeat(32)}.part`), 'x')
    expect(shelf.names()).toHaveLength(4)
    shelf.restart()
    await eventually(() => expect(shelf.names()).toEqual([foreign]))
    expect(await shelf.media.orphans()).toHaveLength(1)
  })
})

describe('attachments', () => {
  it('may come in parts, and are refused over 100 MB', async () => {
    async function* parts(count: number): AsyncGenerator<Buffer> {
      for (let i = 0; i < count; i++) yield await Promise.resolve(Buffer.alloc(1024 * 1024, i))
    }
    const small = await shelf.media.saveUpload(parts(2), { mime: 'application/zip', name: 'x.zip' })
    expect(small).toMatchObject({ size: 2 * 1024 * 1024, mime: 'application/zip' })
    await expect(
      shelf.media.saveUpload(parts(101), { mime: 'application/zip', name: null }),
    ).rejects.toMatchObject({ code: 'file-too-large' })
    await expect(
      shelf.media.saveUpload(Buffer.alloc(0), { mime: 'image/png', name: null }),
    ).rejects.toMatchObject({ code: 'invalid-input' })
    expect(shelf.names()).toHaveLength(1)
  })

  it('are taken once, can be given back, and go after an hour', async () => {
    shelf.clock.held = true
    const { uploadId } = await shelf.media.saveUpload(PNG, { mime: 'text/html', name: null })
    const upload = shelf.media.takeUpload(uploadId)
    expect(upload.mime).toBe('image/png')
    expect(() => shelf.media.takeUpload(uploadId)).toThrow(AppError)
    shelf.media.giveBackUpload(uploadId, upload)
    expect(shelf.names()).toHaveLength(1)
    shelf.clock.held = false
    shelf.clock.jump(61 * 60 * 1000)
    await eventually(() => expect(shelf.names()).toHaveLength(0))
    expect(() => shelf.media.takeUpload(uploadId)).toThrow(AppError)
  })
})

describe('fetching', () => {
  it('brings what came in, newest first, and shows it', async () => {
    const old = await shelf.receive({ at: NOON - 3_600_000 })
    const older = await shelf.receive({ at: NOON - 7_200_000 })
    const live = await shelf.receive({ at: NOON - 1_000 })
    shelf.connect()
    await becomes('ready', 'ready', 'ready')
    expect(shelf.asked).toEqual([live, old, older])
    const { id, media } = await shelf.first()
    expect(media?.url).toBe(`/media/${id}`)
    expect(await shelf.media.open(id)).toMatchObject({ mime: 'image/png', inline: true, data: PNG })
    const told = shelf.events.flatMap((event) => (event.type === 'messages' ? event.messages : []))
    const states = told.filter((message) => message.id === id).map((message) => message.media?.state)
    expect(states).toEqual(['downloading', 'ready'])
  })

  it('never fetches what is to be seen once', async () => {
    await shelf.receive({ type: 'view-once' })
    shelf.connect()
    await becomes('unavailable')
    expect(shelf.asked).toEqual([])
    await expect(shelf.media.fetchMedia((await shelf.first()).id)).rejects.toMatchObject({
      code: 'wrong-state',
    })
  })

  it('takes no more than two at a time', async () => {
    const open: (() => void)[] = []
    let most = 0
    shelf.download = () =>
      new Promise((resolve) => {
        open.push(() => resolve({ mime: 'image/png', name: null, data: PNG }))
        most = Math.max(most, open.length)
      })
    for (let i = 0; i < 5; i++) await shelf.receive()
    shelf.connect()
    for (let i = 0; i < 5; i++) {
      await eventually(() => expect(open).toHaveLength(Math.min(2, 5 - i)))
      open.shift()?.()
    }
    await becomes(...Array.from({ length: 5 }, () => 'ready'))
    expect(most).toBe(2)
  })

  it('tries again after growing pauses and then gives up, until a person asks', async () => {
    const times: number[] = []
    shelf.download = () => {
      times.push(shelf.clock.now())
      return Promise.reject(new WaError('unavailable', 'expired'))
    }
    await shelf.receive()
    shelf.connect()
    await becomes('unavailable')
    const pauses = times.slice(1).map((time, index) => Math.round((time - times[index]!) / 1000))
    expect(pauses).toEqual([5, 30, 120, 600, 3600])
    shelf.download = () => Promise.resolve({ mime: 'image/png', name: null, data: PNG })
    await shelf.media.fetchMedia((await shelf.first()).id)
    await becomes('ready')
  })

  it('goes on where the clock is set back by a day in such a pause', async () => {
    shelf.download = () => {
      shelf.clock.held = true
      return Promise.reject(new WaError('unavailable', 'expired'))
    }
    await shelf.receive()
    shelf.connect()
    await eventually(() => expect(shelf.asked).toHaveLength(1))
    await becomes('waiting')
    const set = shelf.clock.now() - 24 * 3_600_000
    let again = Infinity
    shelf.download = () => {
      again = shelf.clock.now()
      return Promise.resolve({ mime: 'image/png', name: null, data: PNG })
    }
    shelf.clock.jump(-24 * 3_600_000)
    shelf.clock.held = false
    await becomes('ready')
    expect(again - set).toBeLessThan(60_000)
  })

  it('does not count being offline', async () => {
    let left = 20
    shelf.download = () =>
      left-- > 0
        ? Promise.reject(new WaError('not-connected', 'offline'))
        : Promise.resolve({ mime: 'image/png', name: null, data: PNG })
    await shelf.receive()
    shelf.connect()
    await becomes('ready')
  })

  it('leaves large ones until a person asks', async () => {
    const limits: number[] = []
    shelf.download = (_id, limit) => {
      limits.push(limit)
      return limit < 2_000_000
        ? Promise.reject(new WaError('too-large', 'too large'))
        : Promise.resolve({ mime: 'image/png', name: null, data: PNG })
    }
    await shelf.receive({}, { size: null })
    shelf.connect()
    await becomes('too-large')
    await shelf.media.fetchMedia((await shelf.first()).id)
    await becomes('ready')
    expect(limits).toEqual([1_000_000, 100 * 1024 * 1024])
  })

  it('waits while the disk is full, and says so', async () => {
    await shelf.receive()
    fs.mkdirSync(shelf.dir, { recursive: true })
    let isFull = true
    const download = shelf.download
    const open = fs.promises.open
    const spy = vi.spyOn(fs.promises, 'open').mockImplementation((...args) => {
      if (!isFull) return open(...args)
      return Promise.reject(Object.assign(new Error('no space'), { code: 'ENOSPC' }))
    })
    try {
      shelf.download = (...args) => {
        if (shelf.asked.length === 3) isFull = false
        return download(...args)
      }
      shelf.connect()
      await becomes('ready')
      expect(shelf.fullDisk).toBe(2)
    } finally {
      spy.mockRestore()
    }
  })

  it('begins again after a crash in the middle', async () => {
    shelf.download = () => new Promise(() => undefined)
    await shelf.receive()
    shelf.connect()
    await becomes('downloading')
    shelf.restart()
    shelf.download = () => Promise.resolve({ mime: 'image/png', name: null, data: PNG })
    await becomes('waiting')
    shelf.connect()
    await becomes('ready')
  })

  it('writes nothing of a conversation that is erased meanwhile', async () => {
    let finish = (): void => undefined
    shelf.download = () =>
      new Promise((resolve) => {
        finish = () => resolve({ mime: 'image/png', name: null, data: PNG })
      })
    await shelf.receive()
    shelf.connect()
    await becomes('downloading')
    const { files } = await shelf.inbox.erase(shelf.conversationId)
    await shelf.media.deleteFiles(files)
    finish()
    await shelf.media.stop()
    expect(shelf.names()).toEqual([])
  })

  it('fetches a file again that is lost or damaged', async () => {
    await shelf.receive()
    shelf.connect()
    await becomes('ready')
    const [name] = shelf.names()
    fs.writeFileSync(path.join(shelf.dir, name!), 'nonsense')
    const { id } = await shelf.first()
    await expect(shelf.media.open(id)).rejects.toMatchObject({ code: 'not-found' })
    await becomes('ready')
    expect((await shelf.media.open(id)).data).toEqual(PNG)
  })
})

describe('showing', () => {
  it.each([
    ['image/png', Buffer.from('<html><script>alert(1)</script>')],
    ['image/svg+xml', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>')],
    ['text/html', Buffer.from('<!doctype html><p>hi')],
    ['application/javascript', Buffer.from('alert(1)')],
  ])('gives out %s that is none of the safe kinds only to be saved', async (mime, data) => {
    shelf.download = () => Promise.resolve({ mime, name: 'x', data })
    await shelf.receive({ type: 'document' }, { mime })
    shelf.connect()
    await becomes('ready')
    const opened = await shelf.media.open((await shelf.first()).id)
    expect(opened).toMatchObject({ mime: 'application/octet-stream', inline: false, size: data.length })
  })

  it('knows no medium where there is none', async () => {
    await shelf.receive({ type: 'text', media: null })
    await expect(shelf.media.open((await shelf.first()).id)).rejects.toMatchObject({ code: 'not-found' })
    await expect(shelf.media.fetchMedia((await shelf.first()).id)).rejects.toMatchObject({
      code: 'not-found',
    })
  })
})
