/** A session in a real Chromium against the simulator: linking, talking, and everything that goes wrong in between. */
import { beforeAll, describe, expect, it } from 'vitest'
import type { WhatsAppControl } from '../../../e2e/whatsapp-web/control'
import { chromiumPid, LINUX } from './processes.testing'
import { DRIVEN, useSite } from './session.testing'
import type { TestSession } from './session.testing'

const BUDI = '6281234567890@c.us'
const HIDDEN = '777888999@lid'
const KNOWN = '555666777@lid'

describe.each(DRIVEN)('over %s', (driven) => {
  const world = useSite({ lasting: true })
  let control: WhatsAppControl
  let test: TestSession

  beforeAll(async () => {
    ;({ control } = world)
    await control.configure({ boot: { syncMs: 300 }, autoAck: { policy: 'none' } })
    await control.seed({
      contacts: [
        { id: BUDI, name: 'Budi Santoso', pushname: 'budi', lid: '111222333@lid', isMyContact: true },
        { id: HIDDEN, phone: '6287700000007', phoneKnown: false, pushname: 'Hidden' },
        { id: KNOWN, phone: '6287700000008', phoneKnown: true, pushname: 'Known' },
      ],
      messages: [
        ...Array.from({ length: 60 }, (_, i) => ({
          chat: BUDI,
          body: `message ${i}`,
          t: 1_700_000_000 + i,
          fromMe: i % 3 === 0,
        })),
        { chat: KNOWN, body: 'by lid', t: 1_700_001_000 },
      ],
      chats: [{ id: BUDI, unread: 2 }],
    })
    test = world.session({ probe: 500, lookTimeout: 500, silence: 0 }, driven)
  })

  it('shows a QR, links when it is scanned, and is ready once', async () => {
    await test.session.start()
    const { qr, round, expiresAt } = await test.until('qr')
    expect(qr.split(',')).toHaveLength(5)
    expect(round).toBe(1)
    expect(expiresAt).toBeGreaterThan(Date.now())
    await control.pair({ qr })
    const { me } = await test.until('ready')
    expect(me).toEqual({
      address: '6281100000001@c.us',
      phone: '+6281100000001',
      lid: '90000000000001@lid',
      name: 'Leadline Shop',
    })
    expect(test.states().filter((kind) => kind === 'ready')).toHaveLength(1)
    expect(await test.session.probe()).toBe(true)
    const { pages } = await control.state()
    expect(pages[0]?.userAgent).not.toMatch(/Headless|Electron/)
  })

  it('lists chats with their people', async () => {
    const chats = await test.session.listChats()
    expect(chats.map((chat) => chat.address)).toEqual([KNOWN, BUDI])
    expect(chats[1]).toMatchObject({
      kind: 'person',
      unread: 2,
      lastActivityAt: 1_700_000_059_000,
      identity: { phone: '+6281234567890', lid: '111222333@lid', savedName: 'Budi Santoso', isSaved: true },
    })
  })

  it('reads history page by page, oldest first', async () => {
    const { messages, reachedStart } = await test.session.fetchMessages(BUDI, 40)
    expect(reachedStart).toBe(false)
    expect(messages.map((message) => message.body)).toEqual(
      Array.from({ length: 40 }, (_, i) => `message ${i + 20}`),
    )
    const all = await test.session.fetchMessages(BUDI, 500)
    expect(all.messages).toHaveLength(60)
    expect(all.reachedStart).toBe(true)
    expect((await test.session.findMessage(messages[0]!.serializedId))?.body).toBe('message 20')
  })

  it('tells incoming messages, and own ones from the phone', async () => {
    const since = test.events.length
    const { innerId } = await control.text(BUDI, 'Halo')
    const { message } = await test.event('message', (event) => event.message.key === innerId)
    expect(message).toMatchObject({
      chat: BUDI,
      body: 'Halo',
      type: 'text',
      fromMe: false,
      authorName: 'budi',
    })
    const own = await control.fromPhone(BUDI, 'typed there')
    const told = await test.event('message', (event) => event.message.key === own.innerId, since)
    expect(told.message).toMatchObject({ fromMe: true, body: 'typed there' })
    await test.event('chat', (event) => event.chat.address === BUDI && event.chat.unread > 0, since)
  })

  it('sees messages that were synced without an event', async () => {
    const since = test.events.length
    const { innerId } = await control.incoming({ chat: BUDI, body: 'came while away', silent: true })
    const after = await control.text(BUDI, 'with an event')
    await test.event('message', (event) => event.message.key === after.innerId)
    expect(
      test.events.slice(since).some((event) => event.type === 'message' && event.message.key === innerId),
    ).toBe(false)
    const { messages } = await test.session.fetchMessages(BUDI, 5)
    expect(messages.map((message) => message.key)).toContain(innerId)
  })

  it('knows people by LID and phone, and never reads a phone out of a LID', async () => {
    expect(await test.session.identify(HIDDEN)).toMatchObject({
      phone: null,
      lid: HIDDEN,
      pushName: 'Hidden',
    })
    expect(await test.session.identify(KNOWN)).toMatchObject({ phone: '+6287700000008', lid: KNOWN })
    expect(await test.session.identify(BUDI)).toMatchObject({ phone: '+6281234567890', lid: '111222333@lid' })
    expect(await test.session.resolvePhone('+62 812-3456-7890')).toBe(BUDI)
    expect(await test.session.resolvePhone('+6280000000000')).toBeNull()
  })

  it('lists whom it knows, and says whom the address book holds', async () => {
    const all = await test.session.listContacts()
    expect(all.find(({ phone }) => phone === '+6281234567890')).toEqual(await test.session.identify(BUDI))
    expect(all.filter(({ phone }) => phone === '+6287700000008')).toHaveLength(1)
  })

  it('marks seen, types and stars only when told to', async () => {
    await test.session.setTyping(BUDI, true)
    await control.waitForLog((entry) => entry.kind === 'typing' && entry.chat === BUDI)
    await test.session.setTyping(BUDI, false)
    await control.waitForLog((entry) => entry.kind === 'paused' && entry.chat === BUDI)
    expect((await control.log()).filter((entry) => entry.kind === 'seen')).toEqual([])
    await test.session.markSeen(BUDI)
    await control.waitForLog((entry) => entry.kind === 'seen' && entry.chat === BUDI)
    const { id } = await control.text(BUDI, 'keep this')
    await test.session.setStarred(id, true)
    await control.waitForLog((entry) => entry.kind === 'star')
    await expect.poll(async () => (await test.session.findMessage(id))?.starred).toBe(true)
    expect(await test.session.memory()).toBeGreaterThan(1_000_000)
    expect(await test.session.webVersion()).toMatch(/^\d+\.\d+/)
  })

  it('blocks and unblocks somebody, and hears of what the phone blocks', async () => {
    const kinds = async () =>
      (await control.log())
        .filter(({ kind }) => kind === 'block' || kind === 'unblock')
        .map(({ kind }) => kind)
    await test.session.setBlocked(BUDI, true)
    await test.event('blocklist', ({ addresses }) => addresses.includes(BUDI))
    expect((await test.session.identify(BUDI)).isBlocked).toBe(true)
    await test.session.setBlocked(BUDI, true)
    expect(await kinds()).toEqual(['block'])
    const since = test.events.length
    await test.session.setBlocked(BUDI, false)
    await test.event('blocklist', ({ addresses }) => addresses.length === 0, since)
    expect(await kinds()).toEqual(['block', 'unblock'])
    await control.setContact({ id: BUDI, isBlocked: true })
    await test.event('blocklist', ({ addresses }) => addresses.includes(BUDI), since)
    await control.setContact({ id: BUDI, isBlocked: false })
    await expect(test.session.setBlocked('123-456@g.us', true)).rejects.toMatchObject({
      code: 'no-such-chat',
    })
  })

  it('keeps its browser through states that pass, and reloads a page that is out of date', async () => {
    const pid = LINUX ? chromiumPid(test.browser.profile) : null
    for (const state of ['TIMEOUT', 'PROXYBLOCK'] as const) {
      await control.socketState({ state })
      await test.until('reconnecting')
      await control.socketState({ state: 'CONNECTED' })
      await test.until('ready')
    }
    const since = test.events.length
    await control.socketState({ state: 'DEPRECATED_VERSION' })
    await test.event('state', (event) => event.state.kind === 'ready', since)
    expect(test.lines.join()).toContain('outdated')
    if (LINUX) expect(chromiumPid(test.browser.profile)).toBe(pid)
  })

  it('notices a page that hangs, and that it lives again', async () => {
    await control.hang({ ms: 1_500 })
    const { kind } = test.session.state
    expect(kind).toBe('ready')
    while (await test.session.probe()) await control.state()
    while (!(await test.session.probe())) await control.state()
    await test.until('ready')
  })

  it('leaves out one bad chat, and gives the others', async () => {
    const before = await test.session.listChats()
    await control.breakChat({ chat: BUDI, broken: true })
    const after = await test.session.listChats()
    expect(after.map((chat) => chat.address)).toEqual(
      before.map((chat) => chat.address).filter((address) => address !== BUDI),
    )
    expect(test.lines.at(-1)).toContain('chats-left-out')
    await expect(test.session.getChat(BUDI)).rejects.toMatchObject({ code: 'unavailable' })
    await control.breakChat({ chat: BUDI, broken: false })
    expect(await test.session.listChats()).toHaveLength(before.length)
  })

  it('says so when marking seen fails, and goes on sending', async () => {
    await control.configure({ sendSeenThrows: true })
    await control.text(BUDI, 'unread')
    await expect(test.session.markSeen(BUDI)).rejects.toMatchObject({ code: 'refused' })
    const key = await test.session.newMessageKey()
    await test.session.send({ chat: BUDI, key, body: 'still here', attachment: null, quotedId: null })
    await control.waitForLog((entry) => entry.kind === 'send' && entry.innerId === key)
    await control.configure({ sendSeenThrows: false })
  })

  it('notices a line that is dead though the page calls itself connected', async () => {
    expect(await test.session.probe()).toBe(true)
    await control.deafen({})
    expect(test.session.state.kind).toBe('ready')
    expect(await test.session.probe()).toBe(false)
    const since = test.events.length
    await control.reload({})
    await test.session.stop()
    await test.session.start()
    await test.event('state', (event) => event.state.kind === 'ready', since)
    expect(await test.session.probe()).toBe(true)
  })

  it('injects once, however many frames navigate', async () => {
    const states = test.states().length
    await control.iframe({ frames: 2, times: 3 })
    const since = test.events.length
    const { innerId } = await control.text(BUDI, 'once')
    await test.event('message', (event) => event.message.key === innerId)
    const { innerId: last } = await control.text(BUDI, 'and after')
    await test.event('message', (event) => event.message.key === last)
    const told = test.events
      .slice(since)
      .filter((event) => event.type === 'message' && event.message.key === innerId)
    expect(told).toHaveLength(1)
    expect(test.states()).toHaveLength(states)
  })

  it('comes back after the page reloads itself', async () => {
    const since = test.events.length
    await control.reload({})
    await test.event('state', (event) => event.state.kind === 'ready', since)
    const { innerId } = await control.text(BUDI, 'after the reload')
    await test.event('message', (event) => event.message.key === innerId)
    expect(test.messages().filter((message) => message.key === innerId)).toHaveLength(1)
  })

  it('loads its page anew when asked to, and is ready again', async () => {
    const since = test.events.length
    test.session.reload()
    await test.event('state', (event) => event.state.kind === 'ready', since)
    const { innerId } = await control.text(BUDI, 'in the new page')
    await test.event('message', (event) => event.message.key === innerId)
  })

  it('reads on where the page reloads under it, and never sends twice', async () => {
    await control.configure({ history: { delayMs: 400 } })
    const reading = test.session.fetchMessages(KNOWN, 500)
    await control.reload({})
    expect((await reading).messages.map((message) => message.body)).toEqual(['by lid'])
    await control.configure({ history: { delayMs: 5 } })
    await test.until('ready')

    await control.sendFault({ mode: 'never-resolves', chat: BUDI, count: 1 })
    const key = await test.session.newMessageKey()
    const sending = test.session.send({ chat: BUDI, key, body: 'once', attachment: null, quotedId: null })
    const outcome = expect(sending).rejects.toMatchObject({ code: 'uncertain' })
    while (!(await test.session.fetchMessages(BUDI, 5)).messages.some((message) => message.key === key))
      await control.state()
    const since = test.events.length
    await control.reload({})
    await outcome
    await test.event('state', (event) => event.state.kind === 'ready', since)
    await control.waitForLog((entry) => entry.kind === 'send' && entry.innerId === key)
    expect((await control.sent(BUDI)).filter((entry) => entry.innerId === key)).toHaveLength(1)
  })

  it('survives a lost network', async () => {
    await control.network({ up: false })
    await test.until('reconnecting')
    expect(await test.session.probe()).toBe(false)
    const message = { chat: BUDI, key: 'X', body: 'no', attachment: null, quotedId: null }
    await expect(test.session.send(message)).rejects.toMatchObject({ code: 'not-connected' })
    await control.network({ up: true })
    await test.until('ready')
    expect(await test.session.probe()).toBe(true)
  })

  it('is linked still after it was stopped', async () => {
    await test.session.stop()
    expect(test.session.state).toMatchObject({ kind: 'closed', reason: 'stopped' })
    const since = test.states().length
    await test.session.start()
    await test.until('ready')
    expect(test.states().slice(since)).not.toContain('qr')
  })

  it('shows a QR again after the phone unlinked it, and links again', async () => {
    await control.unpair({})
    expect(await test.until('closed')).toMatchObject({ reason: 'logged-out' })
    await test.session.start()
    await control.pair({ qr: (await test.until('qr')).qr })
    await test.until('ready')
  })

  it('signs out by itself', async () => {
    expect(await test.session.logout()).toBe(true)
    expect(test.session.state).toMatchObject({ kind: 'closed', reason: 'logged-out' })
    expect((await control.log()).map((entry) => entry.kind)).toContain('logout')
    await test.session.start()
    await test.until('qr')
  })
})
