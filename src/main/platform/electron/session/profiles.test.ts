/** The desktop's partitions on disk. That Electron names their folders so only Electron can show. */
import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createPartitions, type Partitions } from './profiles'

let base: string
let folder: string
let partitions: Partitions
/** As after a start. */
const start = (): void => {
  partitions = createPartitions(folder)
}
beforeEach(async () => {
  base = await fs.mkdtemp(path.join(os.tmpdir(), 'leadline-partitions-'))
  folder = path.join(base, 'Partitions')
  start()
})
afterEach(() => fs.rm(base, { recursive: true, force: true }))

const put = (text: string) => (storage: string) => fs.writeFile(path.join(storage, 'link'), text)
const link = async (): Promise<string> =>
  fs.readFile(path.join(await partitions.files.storageOf('main'), 'link'), 'utf8')
/** As Electron does when the window opens. */
const open = async (): Promise<string> => {
  const partition = partitions.use('main')
  await fs.mkdir(path.join(folder, partition.slice('persist:'.length)), { recursive: true })
  return partition
}

test('a restored profile is a partition of its own, and the one in use is not touched', async () => {
  expect(await open()).toBe('persist:whatsapp-main')
  await put('lost')(await partitions.files.storageOf('main'))
  await partitions.files.replace('main', put('restored'))
  expect(await fs.readFile(path.join(folder, 'whatsapp-main', 'link'), 'utf8')).toBe('lost')
  expect(await open()).toBe('persist:whatsapp-main.1')
  expect(await link()).toBe('restored')
})

test('the one before goes at the next start, or at once where nothing holds it open', async () => {
  await open()
  await partitions.files.replace('main', put('restored'))
  start()
  await partitions.files.tidy()
  expect(await fs.readdir(folder)).toEqual(['whatsapp-main.1'])
  await partitions.files.replace('main', put('again'))
  expect(await fs.readdir(folder)).toEqual(['whatsapp-main.2'])
  expect(partitions.use('main')).toBe('persist:whatsapp-main.2')
})

test('what can not be put together leaves all as it was', async () => {
  await open()
  const fails = (): Promise<void> => Promise.reject(new Error('damaged'))
  await expect(partitions.files.replace('main', fails)).rejects.toThrow('damaged')
  expect(await fs.readdir(folder)).toEqual(['whatsapp-main'])
  expect(partitions.use('main')).toBe('persist:whatsapp-main')
})

test('what a kill left in between goes at the next start', async () => {
  await fs.mkdir(path.join(folder, '.whatsapp-new-main'), { recursive: true })
  await fs.mkdir(path.join(folder, 'of-somebody-else'))
  await partitions.files.tidy()
  expect(await fs.readdir(folder)).toEqual(['of-somebody-else'])
})

test('they are told with their sizes; one that is open stays until it is not', async () => {
  expect(await partitions.files.list()).toEqual([])
  await open()
  await put('12345')(await partitions.files.storageOf('main'))
  expect(await partitions.files.list()).toEqual([{ accountId: 'main', bytes: 5 }])
  await partitions.files.remove('main')
  expect(await partitions.files.list()).toHaveLength(1)
  start()
  await partitions.files.remove('main')
  expect(await partitions.files.list()).toEqual([])
})

test.each(['..', '../x', 'a/b', '', 'a.1'])('%j is no account', async (id) => {
  expect(() => partitions.use(id)).toThrow(RangeError)
  await expect(partitions.files.storageOf(id)).rejects.toThrow(RangeError)
  await expect(partitions.files.replace(id, put('x'))).rejects.toThrow(RangeError)
  await expect(partitions.files.remove(id)).rejects.toThrow(RangeError)
})
