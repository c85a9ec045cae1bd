import fs from 'node:fs'
import { expect, it } from 'vitest'
import { openTestStorage } from './test-storage'

it('opens an encrypted database in its thread, again on the same file, and cleans up', async () => {
  const test = await openTestStorage()
  const first = test.storage
  const second = await test.reopen()
  expect(second).not.toBe(first)
  await second.checkpoint()
  expect(fs.readFileSync(test.file).subarray(0, 15).toString()).not.toBe('SQLite format 3')
  await expect(first.checkpoint()).rejects.toMatchObject({ code: 'closed' })
  await test.cleanup()
  expect(fs.existsSync(test.file)).toBe(false)
})
