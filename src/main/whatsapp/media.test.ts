/** Patience and limits of a download, by a clock that only the test moves. */
import { beforeEach, expect, it } from 'vitest'
import whatsapp from 'whatsapp-web.js'
import { TimeoutError } from './failures'
import { download } from './media'
import type { MediaState } from './media'

let now: number
let states: (MediaState | null)[]
let attempts: (whatsapp.MessageMedia | undefined | Error)[]

const there: MediaState = { stage: 'RESOLVED', size: 3, hasMedia: true }
const file = new whatsapp.MessageMedia('image/png', Buffer.from('abc').toString('base64'), 'a.png')

beforeEach(() => {
  now = 0
  states = [there]
  attempts = [file]
})

const next = <T>(list: T[]): T => (list.length > 1 ? list.shift()! : list[0]!)

const run = (maxBytes = 100): ReturnType<typeof download> =>
  download({
    maxBytes,
    totalMs: 10_000,
    retryMs: 1_000,
    now: () => now,
    state: () => Promise.resolve(next(states)),
    attempt: () => {
      const attempt = next(attempts)
      return attempt instanceof Error ? Promise.reject(attempt) : Promise.resolve(attempt)
    },
    wait: (ms) => {
      now += ms
      return Promise.resolve()
    },
  })

it('gives the bytes', async () => {
  expect(await run()).toEqual({ mime: 'image/png', name: 'a.png', data: Buffer.from('abc') })
})

it('does not begin what is declared too large, nor believe the declaration', async () => {
  states = [{ ...there, size: 101 }]
  await expect(run()).rejects.toMatchObject({ code: 'too-large' })
  states = [{ ...there, size: null }]
  await expect(run(2)).rejects.toMatchObject({ code: 'too-large' })
})

it('waits while WhatsApp fetches', async () => {
  states = [there, { ...there, stage: 'FETCHING' }]
  attempts = [undefined, undefined, file]
  expect((await run()).data).toHaveLength(3)
  expect(now).toBe(2_000)
})

it('does not wait for ever', async () => {
  states = [{ ...there, stage: 'REUPLOADING' }]
  attempts = [undefined]
  await expect(run()).rejects.toMatchObject({ code: 'unavailable' })
  expect(now).toBe(10_000)
})

it.each([
  [{ ...there, stage: 'ERROR_MISSING' }, 'unavailable'],
  [{ ...there, stage: 'RESOLVED' }, 'unavailable'],
])('says what is gone: %o', async (state, code) => {
  states = [there, state]
  attempts = [undefined]
  await expect(run()).rejects.toMatchObject({ code })
  expect(now).toBe(0)
})

it('tells apart what has no file, no message, and no end', async () => {
  states = [{ ...there, hasMedia: false }]
  await expect(run()).rejects.toMatchObject({ code: 'unavailable' })
  states = [null]
  await expect(run()).rejects.toMatchObject({ code: 'no-such-message' })
  states = [there]
  attempts = [new TimeoutError('late')]
  await expect(run()).rejects.toMatchObject({ code: 'unavailable' })
  attempts = [new Error('Execution context was destroyed')]
  await expect(run()).rejects.toThrow('destroyed')
})
