import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it, vi } from 'vitest'
import { keepOnDisk } from './disk'
import { MediaStore } from './media'
import { World } from './world'

afterEach(() => {
  vi.useRealTimers()
})

it('writes at its end what was not written, and nothing that happens later', () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const folder = mkdtempSync(join(tmpdir(), 'leadline-world-'))
  const world = new World(new MediaStore(undefined))
  const disk = keepOnDisk(world, folder)
  world.onChange()
  disk.close()
  expect(existsSync(join(folder, 'world.json'))).toBe(true)
  rmSync(folder, { recursive: true })
  world.onChange()
  vi.runAllTimers()
  expect(existsSync(folder)).toBe(false)
})
