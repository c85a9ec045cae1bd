import { expect, it, vi } from 'vitest'
import { AppError, DEFAULT_PREFERENCES, type Account, type AppEvent, type Preferences } from '../../contract'
import type { Notice, NoticeHandlers } from '../platform/ports'
import { createSettings } from '../settings'
import { silentLogger } from '../storage/test-storage'
import { createNotices } from '.'

const NOW = 1_790_000_000_000
const CHAT = '00000000-0000-4000-8000-000000000001'

function desk(stored: Partial<Preferences> = {}) {
  const out = new Map<string, { notice: Notice; handlers: NoticeHandlers }>()
  const settings = createSettings({
    store: { read: () => ({ ...DEFAULT_PREFERENCES, ...stored }), write: () => undefined },
    emit: () => undefined,
  })
  const open = vi.fn<(id: string) => void>()
  const raise = vi.fn<() => void>()
  const send = vi.fn<(id: string, body: string, clientId: string) => Promise<void>>(() => Promise.resolve())
  const lock = { on: false }
  const accounts: Account[] = []
  const notices = createNotices({
    notifier: {
      show: (notice, handlers) => void out.set(notice.conversationId, { notice, handlers }),
      remove: (id) => void out.delete(id),
    },
    ...{
      preferences: settings,
      open,
      openTask: () => undefined,
      raise,
      send,
      accounts: () => accounts,
      isLocked: () => lock.on,
      logger: silentLogger,
      now: () => NOW,
    },
  })
  let id = 0
  const arrive = (): void => {
    const chat = { id: CHAT, keeping: 'kept', unread: 1, name: 'Sari', phone: null }
    const message = { id: ++id, conversationId: CHAT, direction: 'in', type: 'text', body: 'Hi', at: NOW }
    const events = [
      { type: 'messages', messages: [{ ...message, author: null, poll: null, revokedAt: null }] },
      { type: 'conversations', conversations: [chat] },
    ] as unknown as AppEvent[]
    events.forEach(notices.receive)
  }
  return { out, settings, open, raise, send, lock, accounts, notices, arrive, shown: () => out.get(CHAT) }
}

it('opens the chat on a click', () => {
  const { arrive, shown, open } = desk()
  arrive()
  shown()?.handlers.click()
  expect(open).toHaveBeenCalledExactlyOnceWith(CHAT)
})

it('sends a reply once, and takes the notice away', async () => {
  const { arrive, shown, send, out } = desk()
  arrive()
  shown()?.handlers.reply('  ')
  shown()?.handlers.reply(' Yes, we do. ')
  await vi.waitFor(() => expect(out.size).toBe(0))
  expect(send).toHaveBeenCalledExactlyOnceWith(CHAT, 'Yes, we do.', expect.stringMatching(/^[\da-f-]{36}$/))
})

it('says so when a reply could not be sent, or Leadline is locked by then', async () => {
  const { arrive, shown, send, lock } = desk()
  send.mockRejectedValueOnce(new AppError('disk-full', 'full'))
  for (const locked of [false, true]) {
    lock.on = false
    arrive()
    lock.on = locked
    shown()?.handlers.reply('Yes')
    await vi.waitFor(() => expect(shown()?.notice.body).toMatch(/^Your reply was not sent/))
  }
  expect(send).toHaveBeenCalledTimes(1)
})

it('names nobody when a reply is refused behind the lock, and leaves no name out there when it locks later', async () => {
  const { arrive, shown, send, lock, out, notices } = desk()
  arrive()
  const reply = shown()?.handlers.reply
  lock.on = true
  notices.hide()
  reply?.('Yes')
  await vi.waitFor(() => expect(out.size).toBe(1))
  expect(JSON.stringify(shown()?.notice)).not.toContain('Sari')
  lock.on = false
  send.mockRejectedValueOnce(new AppError('disk-full', 'full'))
  arrive()
  shown()?.handlers.reply('Yes')
  await vi.waitFor(() => expect(shown()?.notice).toMatchObject({ title: 'Sari', replyHint: null }))
  notices.hide()
  expect(out.size).toBe(0)
})

it('takes away that a reply was not sent once the chat is looked at', async () => {
  const { arrive, shown, send, out, notices } = desk()
  send.mockRejectedValueOnce(new AppError('disk-full', 'full'))
  arrive()
  const reply = shown()?.handlers.reply
  notices.hide()
  reply?.('Yes')
  await vi.waitFor(() => expect(out.size).toBe(1))
  const screen = new AbortController()
  const held = notices.showing(CHAT, screen.signal)
  expect(out.size).toBe(0)
  screen.abort()
  await held
})

it('shows nothing of the chat on screen, until that screen is gone', async () => {
  const { arrive, notices, out } = desk()
  arrive()
  const [one, two] = [new AbortController(), new AbortController()]
  const screens = [one, two].map(({ signal }) => notices.showing(CHAT, signal))
  expect(out.size).toBe(0)
  one.abort()
  await screens[0]
  arrive()
  expect(out.size).toBe(0)
  two.abort()
  await screens[1]
  arrive()
  expect(out.size).toBe(1)
})

it('takes away what is out when a chat is muted, names become private, or all are switched off', () => {
  const { arrive, notices, out, settings } = desk()
  const changes = [
    () => notices.setMuted(CHAT, true),
    () => settings.set({ notificationsPrivate: true }),
    () => settings.set({ notifications: false }),
    () => notices.stop(),
  ]
  for (const change of changes) {
    settings.set({ notifications: true, notificationsPrivate: false, mutedChats: [] })
    arrive()
    expect(out.size).toBe(1)
    change()
    expect(out.size).toBe(0)
  }
})

it('mutes and unmutes', () => {
  const { notices, settings } = desk()
  notices.setMuted(CHAT, true)
  notices.setMuted(CHAT, true)
  expect(settings.get().mutedChats).toEqual([CHAT])
  notices.setMuted(CHAT, false)
  expect(settings.get().mutedChats).toEqual([])
})

it('lets nothing of ours fail with the system’s notifications', () => {
  const failing = () => {
    throw new Error('no notification service')
  }
  const warn = vi.fn()
  const notices = createNotices({
    accounts: () => [],
    notifier: { show: failing, remove: failing },
    preferences: createSettings({
      store: { read: () => ({}), write: () => undefined },
      emit: () => undefined,
    }),
    ...{
      open: failing,
      openTask: failing,
      raise: failing,
      send: failing,
      isLocked: () => false,
      now: () => NOW,
    },
    logger: { ...silentLogger, warn },
  })
  const message = {
    id: 1,
    conversationId: CHAT,
    direction: 'in',
    type: 'text',
    body: 'Hi',
    at: NOW,
    author: null,
  }
  const events = [
    { type: 'messages', messages: [{ ...message, poll: null, revokedAt: null }] },
    { type: 'conversations', conversations: [{ id: CHAT, keeping: 'kept', unread: 1, name: 'S' }] },
  ] as unknown as AppEvent[]
  events.forEach(notices.receive)
  expect(warn).toHaveBeenCalledExactlyOnceWith('notice-failed', expect.anything())
})

it('says that an account got worse, until it is well again', () => {
  const { notices, out, raise, settings } = desk()
  const is = (grade: 'healthy' | 'warning'): void =>
    notices.receive({
      type: 'health',
      health: { accountId: 'main', grade, reasons: [], since: NOW, alarmedAt: null },
    })
  notices.alarm('main', 'critical')
  is('warning')
  expect([...out.values()].map(({ notice }) => notice)).toMatchObject([
    { title: 'Leadline', body: expect.stringMatching(/^Your WhatsApp needs you/) as string },
  ])
  out.get('account:main')?.handlers.click()
  expect(raise).toHaveBeenCalledTimes(1)
  is('healthy')
  expect(out.size).toBe(0)
  settings.set({ quietHours: { from: 0, to: 24 * 60 - 1 } })
  notices.alarm('main', 'critical')
  expect(out.size).toBe(0)
})

it('says which account got worse where there are several, and no name that may not be said', () => {
  const { notices, out, settings, lock, accounts } = desk()
  const title = (id: string): string | undefined => {
    notices.alarm(id, 'critical')
    return out.get(`account:${id}`)?.notice.title
  }
  accounts.push(
    ...[
      ['main', null, 'Toko Sari', '+6281200000001'],
      ['b', null, null, '+6281200000002'],
      ['c', 'Shop', 'Sari', null],
    ].map(([id, label, name, phone]) => ({ id, label, name, phone }) as Account),
  )
  expect(['main', 'b', 'c', 'gone'].map(title)).toEqual(['Toko Sari', '…0002', 'Shop', 'Leadline'])
  settings.set({ notificationsPrivate: true })
  expect(['main', 'b', 'c'].map(title)).toEqual(['Leadline', 'Leadline', 'Shop'])
  settings.set({ notificationsPrivate: false })
  lock.on = true
  expect(['main', 'c'].map(title)).toEqual(['Leadline', 'Shop'])
  lock.on = false
  accounts.length = 1
  expect(title('main')).toBe('Leadline')
})
