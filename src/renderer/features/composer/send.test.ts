/** Sending while the way to the app breaks: nothing twice, nothing lost, nothing mixed. */
import { beforeEach, expect, it, vi } from 'vitest'
import type { SetupStatus } from '../../../contract'
import { EMPTY_DRAFT, setDraft, useDrafts, type Draft } from '../../stores/drafts'

interface Handed {
  clientId: string
  body: string
}
const CHAT = 'c'
const said: string[] = []
/** What the app was handed, and how it answers the next: by nothing (the line is cut), by no, else by yes. */
let handed: Handed[] = []
let answers: ('cut' | 'locked' | 'no' | 'yes')[] = []
let online: () => void = () => undefined

vi.mock('../../lib/attempt', () => ({ problemText: ({ code }: { code: string }) => code }))
vi.mock('../../ui/toast', () => ({ toast: (text: string) => void said.push(text) }))
vi.mock('../../stores/app', async () => {
  const { create } = await import('zustand')
  return { useSetup: create(() => ({ status: null })) }
})
vi.mock('../../stores/thread', () => ({ takeMessages: () => undefined }))
vi.mock('../../client', () => ({
  onOnline: (handler: () => void) => {
    online = handler
  },
  problemOf: (error: Error) => ({ code: error.message, reference: null }),
  upload: () => Promise.resolve({ uploadId: 'u' }),
  client: {
    messages: {
      send: ({ clientId, body }: Handed) => {
        handed.push({ clientId, body })
        const answer = answers.shift() ?? 'yes'
        if (answer === 'yes') return Promise.resolve({ id: handed.length })
        return Promise.reject(new Error({ cut: 'offline', locked: 'locked', no: 'disk-full' }[answer]))
      },
    },
  },
}))
const { send, sendAgain } = await import('./send')
const { useSetup } = await import('../../stores/app')
const { removePiece, unsentOf, useUnsent } = await import('./unsent')

const draft = (text: string, more: Partial<Draft> = {}): Draft => ({ ...EMPTY_DRAFT, text, ...more })
const field = () => useDrafts.getState().drafts[CHAT]?.text ?? ''
const bodies = () => handed.map(({ body }) => body)
const settled = (count: number) => vi.waitFor(() => expect(handed).toHaveLength(count))
const empty = () => vi.waitFor(() => expect(unsentOf(CHAT).pieces).toEqual([]))
const waiting = () => vi.waitFor(() => expect(unsentOf(CHAT).waiting).toBe(true))

beforeEach(async () => {
  // What a test before left under way ends first.
  answers = []
  sendAgain(CHAT)
  await empty()
  handed = []
  said.length = 0
  useDrafts.setState({ drafts: {} })
  useUnsent.setState({ unsent: {} })
})

it('goes again under its own id once the app is reached, whatever was written since', async () => {
  answers = ['cut']
  send(CHAT, draft('first'))
  await waiting()
  setDraft(CHAT, { text: 'typed since' })
  expect(unsentOf(CHAT)).toMatchObject({ waiting: true, pieces: [{ body: 'first' }] })
  online()
  await empty()
  expect(bodies()).toEqual(['first', 'first'])
  expect(handed[1]?.clientId).toBe(handed[0]?.clientId)
  expect(field()).toBe('typed since')
  expect(said).toEqual([])
})

it('keeps its id through a lock, and where the app says no to what may have arrived', async () => {
  answers = ['cut', 'locked', 'no']
  send(CHAT, draft('once'))
  await waiting()
  online()
  await settled(2)
  useSetup.setState({ status: { stage: 'open' } as SetupStatus })
  await settled(3)
  expect(said).toEqual(['disk-full'])
  expect(field()).toBe('')
  sendAgain(CHAT)
  await empty()
  expect(new Set(handed.map(({ clientId }) => clientId)).size).toBe(1)
})

it('keeps the order of what is sent meanwhile, each under an id of its own', async () => {
  answers = ['cut', 'cut']
  send(CHAT, draft('first'))
  await waiting()
  send(CHAT, draft('second'))
  await settled(2)
  online()
  await empty()
  expect(bodies()).toEqual(['first', 'first', 'first', 'second'])
  expect(new Set(handed.map(({ clientId }) => clientId)).size).toBe(2)
})

it('tries once more where the app came back in the midst of a try', async () => {
  answers = ['cut', 'cut']
  send(CHAT, draft('first'))
  await waiting()
  sendAgain(CHAT)
  online()
  await empty()
  expect(bodies()).toEqual(['first', 'first', 'first'])
})

it('brings back into the field what the app said no to, and goes on with the rest', async () => {
  answers = ['no', 'yes']
  setDraft(CHAT, { text: 'typed since' })
  send(CHAT, draft('look', { files: [new File(['x'], 'a.png'), new File(['y'], 'b.png')] }))
  send(CHAT, draft('next'))
  await empty()
  expect(bodies()).toEqual(['look', 'next'])
  expect(field()).toBe('look\ntyped since')
  expect(useDrafts.getState().drafts[CHAT]?.files).toHaveLength(2)
  expect(said).toEqual(['disk-full'])
})

it('is not tried any more where the person says so', async () => {
  answers = ['cut']
  send(CHAT, draft('first'))
  await waiting()
  removePiece(CHAT, handed[0]!.clientId)
  online()
  send(CHAT, draft('second'))
  await empty()
  expect(bodies()).toEqual(['first', 'second'])
})
