/** Profiles on disk, as the service host keeps them: replaced whole or not at all. */
import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { silentLogger } from '../../storage/test-storage'
import type { ProfileFiles } from '../ports'
import { createNodeProfiles } from './profile-files'

let folder: string
let profiles: ProfileFiles
beforeEach(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), 'leadline-profile-files-'))
  profiles = createNodeProfiles(folder, silentLogger)
})
afterEach(() => fs.rm(folder, { recursive: true, force: true }))

const plant = async (text: string): Promise<void> => {
  const storage = await profiles.storageOf('main')
  await fs.mkdir(storage, { recursive: true })
  await fs.writeFile(path.join(storage, 'link'), text)
}
const put = (text: string) => (storage: string) => fs.writeFile(path.join(storage, 'link'), text)
const link = async (): Promise<string> =>
  fs.readFile(path.join(await profiles.storageOf('main'), 'link'), 'utf8')

test('another profile takes the place of the one there, or of none', async () => {
  await profiles.replace('main', put('first'))
  expect(await link()).toBe('first')
  await profiles.replace('main', put('second'))
  expect(await link()).toBe('second')
  expect(await fs.readdir(folder)).toEqual(['main'])
})

test('what can not be put together leaves the profile as it was', async () => {
  await plant('mine')
  const fails = async (storage: string): Promise<void> => {
    await put('half')(storage)
    throw new Error('damaged')
  }
  await expect(profiles.replace('main', fails)).rejects.toThrow('damaged')
  expect(await link()).toBe('mine')
  expect(await fs.readdir(folder)).toEqual(['main'])
})

test('what a kill left in between goes at the next start, and is no hindrance', async () => {
  await plant('mine')
  await fs.mkdir(path.join(folder, '.new-main', 'Default'), { recursive: true })
  await fs.writeFile(path.join(folder, '.new-main', 'Default', 'half'), 'x')
  await fs.mkdir(path.join(folder, '.old-main'))
  await profiles.tidy()
  expect(await fs.readdir(folder)).toEqual(['main'])
})

test('a profile that a kill left moved away is put back, and goes with its account', async () => {
  await plant('mine')
  await fs.rename(path.join(folder, 'main'), path.join(folder, '.old-main'))
  await fs.mkdir(path.join(folder, '.new-main'))
  await profiles.tidy()
  expect(await link()).toBe('mine')
  expect(await fs.readdir(folder)).toEqual(['main'])
  await fs.rename(path.join(folder, 'main'), path.join(folder, '.old-main'))
  await profiles.remove('main')
  expect(await fs.readdir(folder)).toEqual([])
})

test('they are told with their sizes, and removed one by one', async () => {
  await plant('12345')
  expect(await profiles.list()).toEqual([{ accountId: 'main', bytes: 5 }])
  await profiles.remove('main')
  expect(await profiles.list()).toEqual([])
  await profiles.remove('main')
})

test.each(['..', '../x', 'a/b', '', '.new-main'])('%j is no account', async (id) => {
  await expect(profiles.storageOf(id)).rejects.toThrow(RangeError)
  await expect(profiles.replace(id, put('x'))).rejects.toThrow(RangeError)
  await expect(profiles.remove(id)).rejects.toThrow(RangeError)
})
