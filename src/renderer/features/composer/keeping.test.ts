/** What is being written, between this window, the database and another window. */
import { beforeEach, expect, it, vi } from 'vitest'
import { EMPTY_DRAFT, setDraft, useDrafts } from '../../stores/drafts'

const CHAT = 'c'
interface Row {
  conversationId: string
  text: string
  quoted: null
}
/** As the database has it. */
const kept = new Map<string, string>()
/** Reading waits for it. */
let gate: Promise<void> = Promise.resolve()
let refusal: string | null = null
let online: () => void = () => undefined
const listeners = new Map<string, () => void>()

vi.stubGlobal('addEventListener', (name: string, handler: () => void) => void listeners.set(name, handler))
vi.stubGlobal('document', { addEventListener: () => undefined })
vi.stubGlobal('reportError', () => undefined)
vi.mock('../../stores/app', async () => {
  const { create } = await import('zustand')
  return { useSetup: create(() => ({ status: { stage: 'open' } })) }
})
vi.mock('../../stores/navigation', async () => {
  const { create } = await import('zustand')
  return { useNavigation: create(() => ({ place: {} })) }
})
vi.mock('./unsent', async () => {
  const { create } = await import('zustand')
  return { useUnsent: create(() => ({})), unsentOf: () => ({ pieces: [] }) }
})
vi.mock('../../client', () => ({
  onOnline: (handler: () => void) => {
    online = handler
  },
  onEvent: () => undefined,
  problemOf: (error: Error) => ({ code: error.message, reference: null }),
  client: {
    conversations: {
      setDraft: ({ conversationId, text }: Row) => {
        if (refusal !== null) return Promise.reject(new Error(refusal))
        if (text === '') kept.delete(conversationId)
        else kept.set(conversationId, text)
        return Promise.resolve()
      },
      drafts: async () => {
        const items = [...kept].map(([conversationId, text]): Row => ({ conversationId, text, quoted: null }))
        await gate
        return { items, next: null }
      },
    },
  },
}))
const { startDrafts } = await import('./keeping')

const text = (id = CHAT) => useDrafts.getState().drafts[id]?.text ?? ''
const comesToBe = (expected: string, id = CHAT) => vi.waitFor(() => expect(text(id)).toBe(expected))
const isKept = (expected: string | undefined, id = CHAT) =>
  vi.waitFor(() => expect(kept.get(id)).toBe(expected), { timeout: 5_000 })
/** The window comes to the front: what changed is written, and the database is read. */
const look = () => listeners.get('focus')?.()

it('what is typed before it is known what was kept stays behind it, and nothing is written over that', async () => {
  kept.set(CHAT, 'Selamat pagi, Bu.')
  let open: () => void = () => undefined
  gate = new Promise((resolve) => {
    open = resolve
  })
  startDrafts()
  online()
  setDraft(CHAT, { text: 'S' })
  look()
  expect(kept.get(CHAT)).toBe('Selamat pagi, Bu.')
  open()
  await comesToBe('Selamat pagi, Bu.\nS')
  await isKept('Selamat pagi, Bu.\nS')
})

beforeEach(() => {
  gate = Promise.resolve()
  refusal = null
})

it('what another window sent is no draft here any more', async () => {
  setDraft(CHAT, { text: 'abc' })
  await isKept('abc')
  kept.delete(CHAT)
  look()
  await comesToBe('')
})

it('what another window writes is had, but for what is being typed here', async () => {
  setDraft(CHAT, { text: 'one' })
  await isKept('one')
  kept.set(CHAT, 'two')
  kept.set('d', 'three')
  look()
  await comesToBe('two')
  await comesToBe('three', 'd')
  let open: () => void = () => undefined
  gate = new Promise((resolve) => {
    open = resolve
  })
  look()
  setDraft('d', { text: 'three, or four' })
  open()
  await isKept('three, or four', 'd')
  expect(text('d')).toBe('three, or four')
})

it('what could not be written is not lost to what was kept', async () => {
  setDraft(CHAT, { text: 'short' })
  await isKept('short')
  refusal = 'disk-full'
  setDraft(CHAT, { text: 'short, and longer' })
  look()
  await vi.waitFor(() => expect(text()).toBe('short, and longer'))
  refusal = null
  look()
  await isKept('short, and longer')
  expect(text()).toBe('short, and longer')
})

it('files that were added here stay where the words go elsewhere', async () => {
  setDraft(CHAT, { text: 'with a picture', files: [new File(['x'], 'x.png')] })
  await isKept('with a picture')
  kept.delete(CHAT)
  look()
  await comesToBe('')
  expect(useDrafts.getState().drafts[CHAT]?.files).toHaveLength(1)
  setDraft(CHAT, EMPTY_DRAFT)
})
