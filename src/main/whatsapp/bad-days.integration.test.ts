/** Bad days of a session that is at work: what is pulled from under it, and what works against it. */
import { rmSync } from 'node:fs'
import { beforeEach, expect, it } from 'vitest'
import type { WhatsAppControl } from '../../../e2e/whatsapp-web/control'
import { chromiumPid, LINUX, runs } from './processes.testing'
import type { Run } from './run'
import { createWhatsAppSession } from './session'
import { testLogger, useSite, type TestSession } from './session.testing'
import { WaError } from './types'

const BUDI = '6281234567890@c.us'

const world = useSite()
const { linked } = world
let control: WhatsAppControl

beforeEach(async () => {
  control = world.control
  await control.reset({})
  await control.configure({ boot: { syncMs: 200 } })
})

/** Evaluates in the session's page. */
const inPage = (test: TestSession, act: () => void): Promise<void> =>
  (test.session as unknown as { run: Run }).run.evaluate(5_000, act)

it('leaves a profile to the one that has it, and the other session says so', async () => {
  const first = await linked()
  const second = createWhatsAppSession({ accountId: 'test', browser: first.browser, logger: testLogger([]) })
  await second.start()
  expect(second.state).toMatchObject({ kind: 'closed', reason: 'profile-in-use' })
  expect(await first.session.probe(true)).toBe(true)
  const { innerId } = await control.text(BUDI, 'still here')
  await first.event('message', (event) => event.message.key === innerId)
})

it.runIf(LINUX)('asks for a new link where its profile was deleted while it ran', async () => {
  const test = await linked()
  const remove = (): void => {
    rmSync(test.browser.profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 })
  }
  const pid = chromiumPid(test.browser.profile)
  remove()
  // Nothing of it is left to come back to: neither a clean end nor a killed one.
  process.kill(pid, 'SIGKILL')
  expect(await test.until('closed')).toMatchObject({ reason: 'crashed' })
  await expect.poll(() => runs(test.browser.profile)).toBe(false)
  remove()
  await test.session.start()
  await control.pair({ qr: (await test.until('qr')).qr })
  await test.until('ready')
})

it('answers every call with an error of its own where all of the library throws, and mends itself', async () => {
  const test = await linked({ stuck: 2_000 })
  const { session } = test
  const { id } = await control.text(BUDI, 'hello')
  const since = test.events.length
  await inPage(test, () => {
    const page = globalThis as unknown as { require: unknown; WWebJS: object }
    page.require = () => {
      throw new Error('boom')
    }
    for (const name of Object.keys(page.WWebJS))
      Reflect.set(page.WWebJS, name, () => {
        throw new Error('boom')
      })
  })
  const calls: (() => Promise<unknown>)[] = [
    () => session.listChats(),
    () => session.getChat(BUDI),
    () => session.fetchMessages(BUDI, 5),
    () => session.findMessage(id),
    () => session.identify(BUDI),
    () => session.resolvePhone('+6281234567890'),
    () => session.newMessageKey(),
    () => session.send({ chat: BUDI, key: 'K', body: 'no', attachment: null, quotedId: null }),
    () => session.setTyping(BUDI, true),
    () => session.markSeen(BUDI),
    () => session.downloadMedia(id, 1_000),
    () => session.setStarred(id, true),
  ]
  for (const outcome of await Promise.allSettled(calls.map((call) => call())))
    expect(outcome.status === 'rejected' && outcome.reason instanceof WaError).toBe(true)
  expect(await session.probe()).toBe(false)
  expect(await session.memory()).toBeGreaterThan(0)
  await session.reconnect()
  // A page that gets nowhere is loaded anew, and with it comes a whole library.
  await test.event('state', (event) => event.state.kind === 'reconnecting', since)
  await test.until('ready')
  expect((await session.fetchMessages(BUDI, 5)).messages.map((message) => message.body)).toContain('hello')
  expect(await control.sent(BUDI)).toEqual([])
})

it('signs out while a medium comes in, which then says that it did not', async () => {
  const test = await linked()
  const { id } = await control.incoming({
    chat: BUDI,
    media: { sample: 'image', stage: 'NEED_POKE', download: 'fetching' },
  })
  const download = expect(test.session.downloadMedia(id, 1_000_000)).rejects.toBeInstanceOf(WaError)
  await test.session.logout()
  await download
  expect(test.session.state).toMatchObject({ kind: 'closed', reason: 'logged-out' })
  if (LINUX) await expect.poll(() => runs(test.browser.profile)).toBe(false)
  await test.session.start()
  await test.until('qr')
})

it('does not take a page that was loaded anew for one that signed out', async () => {
  const test = await linked()
  await control.deafen({})
  const out = test.session.logout()
  test.session.reload()
  expect(await out).toBe(false)
  expect(test.session.state).toMatchObject({ kind: 'closed', reason: 'logged-out' })
  expect((await control.state()).devices).toHaveLength(1)
})

it('goes on as before where the system’s clock is set back by a day', async () => {
  let set = 0
  const test = world.session({ qrRound: 1_500, silence: 0 })
  const session = createWhatsAppSession({
    accountId: 'test',
    browser: test.browser,
    logger: testLogger(test.lines),
    now: () => Date.now() + set,
    timings: { look: 100, qrRound: 1_500, silence: 0 },
  })
  const rounds: number[] = []
  const leave = session.subscribe((event) => {
    if (event.type !== 'state' || event.state.kind !== 'qr') return
    rounds.push(event.state.round)
    expect(event.state.expiresAt - (Date.now() + set)).toBeLessThanOrEqual(1_500)
  })
  try {
    await session.start()
    await expect.poll(() => rounds.at(-1), { timeout: 15_000 }).toBe(1)
    set = -86_400_000
    await expect.poll(() => rounds.at(-1), { timeout: 15_000 }).toBe(2)
    const qr = session.state.kind === 'qr' ? session.state.qr : ''
    await control.pair({ qr })
    await expect.poll(() => session.state.kind, { timeout: 15_000 }).toBe('ready')
    set = -2 * 86_400_000
    expect(await session.probe()).toBe(true)
    await control.deafen({})
    expect(await session.probe()).toBe(false)
  } finally {
    leave()
    await session.stop()
  }
})
