import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createLogger } from './logger'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'leadline-logs-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const read = async (start: string): Promise<Record<string, unknown>[]> => {
  const names = (await readdir(folder)).filter((name) => name.startsWith(start))
  const texts = await Promise.all(names.map((name) => readFile(path.join(folder, name), 'utf8')))
  return texts
    .join('')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown>)
}

test('everything from the level up in app, errors again in error, on disk once closed', async () => {
  const logger = await createLogger(folder, 'info')
  logger.debug('too-small')
  logger.child('inbox').info('stored', { count: 3, body: 'kopi' })
  logger.error('failed', { error: new Error('no 6281234567890') })
  await logger.close()
  expect(await read('app')).toMatchObject([
    { msg: 'stored', room: 'inbox', count: 3 },
    { msg: 'failed', error: { message: 'no [number]' } },
  ])
  expect(await read('error')).toMatchObject([{ msg: 'failed' }])
  expect(JSON.stringify(await read('app'))).not.toMatch(/kopi|6281234567890/)
})

test('a late word after closing is dropped, not thrown', async () => {
  const logger = await createLogger(folder, 'info')
  await logger.close()
  await logger.close()
  logger.error('late')
  expect(await read('app')).toEqual([])
})
