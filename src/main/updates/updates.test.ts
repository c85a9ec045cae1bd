import { describe, expect, it, vi } from 'vitest'
import type { UpdateChannel, UpdateStatus } from '../../contract'
import { TestClock } from '../media/clock.testing'
import { UpdateError, type UpdateAnswer, type Updater, type UpdateErrorCode } from '../platform/ports'
import { silentLogger } from '../storage/test-storage'
import { createUpdates } from '.'
import { isBeta, outcomeOf } from './outcome'
import { periodOf, TIMINGS } from './schedule'

const NEWER: UpdateAnswer = { kind: 'newer', version: '1.3.0', notes: 'Faster search' }
const offer = { version: '1.3.0', notes: 'Faster search' }
const error = (code: UpdateErrorCode) => new UpdateError(code, code)

/** An updater that answers as it is told; the real one has its own test against a server. */
function room(answer: UpdateAnswer | Error = NEWER, more: Partial<Updater> & { version?: string } = {}) {
  const clock = new TestClock(1_000_000, () => false)
  const asked: UpdateChannel[] = []
  const events: UpdateStatus[] = []
  const { version = '1.2.0', ...port } = more
  const now = { answer, channel: 'stable' as UpdateChannel, busy: false, installs: 0 }
  const updater: Updater = {
    check: (channel) => {
      asked.push(channel)
      return now.answer instanceof Error ? Promise.reject(now.answer) : Promise.resolve(now.answer)
    },
    download: (onPercent) => {
      for (const percent of [0.2, 50, 50.1, 100]) onPercent(percent)
      return Promise.resolve()
    },
    install: () => {
      now.installs += 1
      return Promise.resolve()
    },
    failedInstall: () => Promise.resolve(null),
    ...port,
  }
  const updates = createUpdates({
    updater,
    version,
    channel: () => now.channel,
    isBusy: () => now.busy,
    emit: (event) => event.type === 'update' && events.push(event.status),
    logger: silentLogger,
    clock,
    random: () => 0.5,
  })
  const until = (kind: UpdateStatus['state']['kind']) =>
    vi.waitFor(() => expect(updates.status().state.kind).toBe(kind))
  return { updates, clock, asked, events, now, until, states: () => events.map(({ state }) => state) }
}

describe('looking', () => {
  it('finds, fetches and is ready, telling each step once', async () => {
    const { updates, until, states } = room()
    expect(updates.check()).toMatchObject({ version: '1.2.0', state: { kind: 'checking' }, checkedAt: null })
    await until('ready')
    expect(states()).toEqual([
      { kind: 'checking' },
      { kind: 'available', offer },
      { kind: 'downloading', offer, percent: 0 },
      { kind: 'downloading', offer, percent: 50 },
      { kind: 'downloading', offer, percent: 100 },
      { kind: 'ready', offer },
    ])
    expect(updates.status().checkedAt).toBe(1_000_000)
  })

  it('looks soon after the start and then period by period, on the channel of that moment', async () => {
    const { updates, clock, asked, now } = room({ kind: 'same' })
    updates.start()
    await vi.waitFor(() => expect(asked.length).toBeGreaterThanOrEqual(2))
    now.channel = 'beta'
    await vi.waitFor(() => expect(asked).toContain('beta'))
    updates.stop()
    const passed = clock.now() - 1_000_000
    expect(passed).toBeGreaterThanOrEqual((asked.length - 1) * TIMINGS.period)
  })

  it('does not look again over what is ready, nor after it was stopped', async () => {
    const { updates, until, asked } = room()
    updates.check()
    await until('ready')
    updates.check()
    expect(asked).toHaveLength(1)
    updates.stop()
    updates.channelChanged()
    expect(asked).toHaveLength(1)
  })

  it.each([
    ['offline', { kind: 'failed', reason: 'offline' }],
    ['server', { kind: 'failed', reason: 'server' }],
    ['disk-full', { kind: 'failed', reason: 'disk-full' }],
    ['tampered', { kind: 'refused', reason: 'tampered', version: '1.3.0' }],
  ] as const)('tells what became of a download that ended in %s, and can try again', async (code, state) => {
    const { updates, until, asked } = room(NEWER, { download: () => Promise.reject(error(code)) })
    updates.check()
    await until(state.kind)
    expect(updates.status().state).toEqual(state)
    updates.check()
    await until(state.kind)
    expect(asked).toHaveLength(2)
  })

  it('tells that nothing answered without claiming to have looked', async () => {
    const { updates, until } = room(error('offline'))
    updates.check()
    await until('failed')
    expect(updates.status().checkedAt).toBeNull()
  })

  it('says first that the last installing did not come about', async () => {
    const { updates, asked, clock } = room(NEWER, { failedInstall: () => Promise.resolve('1.3.0') })
    clock.held = true
    updates.start()
    await vi.waitFor(() =>
      expect(updates.status().state).toEqual({ kind: 'failed', reason: 'not-installed' }),
    )
    expect(asked).toEqual([])
    updates.stop()
  })
})

describe('the channel', () => {
  it('forgets what the old one offered and hears no more of it', async () => {
    const downloads: { finish(): void; signal: AbortSignal }[] = []
    const { updates, until, now, asked } = room(NEWER, {
      download: (onPercent, signal) =>
        new Promise((resolve) => {
          const finish = (): void => {
            onPercent(99)
            resolve()
          }
          downloads.push({ finish, signal })
        }),
    })
    now.channel = 'beta'
    updates.check()
    await until('downloading')
    now.channel = 'stable'
    now.answer = { kind: 'newer', version: '1.2.1', notes: '' }
    updates.channelChanged()
    await vi.waitFor(() => expect(downloads).toHaveLength(2))
    expect(downloads.map(({ signal }) => signal.aborted)).toEqual([true, false])
    downloads[0]?.finish()
    const stable = { version: '1.2.1', notes: '' }
    // All that the first download still had to say was said within this turn.
    await new Promise(setImmediate)
    expect(updates.status().state).toEqual({ kind: 'downloading', offer: stable, percent: 0 })
    downloads[1]?.finish()
    await until('ready')
    expect(updates.status().state).toEqual({ kind: 'ready', offer: stable })
    expect(asked).toEqual(['beta', 'stable'])
  })

  it('waits for a newer stable version after a beta, and refuses older ones otherwise', () => {
    const older: UpdateAnswer = { kind: 'older', version: '1.2.0' }
    expect(outcomeOf(older, 'stable', '1.3.0-beta.1')).toEqual({ type: 'nothing', waitingForStable: true })
    expect(outcomeOf(older, 'beta', '1.3.0-beta.1')).toEqual({ type: 'older', version: '1.2.0' })
    expect(outcomeOf(older, 'stable', '1.3.0')).toEqual({ type: 'older', version: '1.2.0' })
    expect([isBeta('1.3.0-beta.1'), isBeta('1.3.0'), isBeta('1.3.0+linux-x64')]).toEqual([true, false, false])
  })
})

describe('installing', () => {
  const ready = async (more: Partial<Updater> = {}) => {
    const built = room(NEWER, more)
    built.updates.check()
    await built.until('ready')
    return built
  }

  it('goes at once when nothing is being sent', async () => {
    const { updates, now } = await ready()
    expect(updates.install().state).toEqual({ kind: 'installing', offer })
    expect(now.installs).toBe(1)
    expect(() => updates.install()).toThrow('No newer version')
  })

  it('waits while something is being sent, says so, and goes when it is quiet', async () => {
    const { updates, now, clock, until } = await ready()
    now.busy = true
    expect(updates.install().state).toEqual({ kind: 'waiting', offer })
    const asked = clock.now()
    await vi.waitFor(() => expect(clock.now()).toBeGreaterThan(asked + 10 * TIMINGS.quiet))
    expect(now.installs).toBe(0)
    now.busy = false
    await until('installing')
    expect(now.installs).toBe(1)
  })

  it('can be taken back while it waits', async () => {
    const { updates, now, clock } = await ready()
    now.busy = true
    updates.install()
    expect(updates.postpone().state.kind).toBe('ready')
    now.busy = false
    const asked = clock.now()
    clock.after(10 * TIMINGS.quiet, () => undefined)
    await vi.waitFor(() => expect(clock.now()).toBeGreaterThan(asked + 5 * TIMINGS.quiet))
    expect(now.installs).toBe(0)
  })

  it('tells when it was refused or could not be', async () => {
    const refused = await ready({ install: () => Promise.reject(error('tampered')) })
    refused.updates.install()
    await refused.until('refused')
    const failed = await ready({ install: () => Promise.reject(error('no-permission')) })
    failed.updates.install()
    await failed.until('failed')
    expect(failed.updates.status().state).toEqual({ kind: 'failed', reason: 'no-permission' })
  })

  it('is not possible before something is ready', () => {
    expect(() => room().updates.install()).toThrow('No newer version')
  })
})

it('answers unsupported where the host does not update itself', () => {
  const updates = createUpdates({
    updater: null,
    version: '1.2.0',
    channel: () => 'stable',
    isBusy: () => false,
    emit: () => expect.unreachable(),
    logger: silentLogger,
  })
  updates.start()
  updates.channelChanged()
  expect(updates.check()).toEqual({ version: '1.2.0', state: { kind: 'unsupported' }, checkedAt: null })
  expect(() => updates.install()).toThrow()
})

it('spreads installations over the period', () => {
  expect(periodOf(TIMINGS, 0)).toBe(TIMINGS.period * 0.9)
  expect(periodOf(TIMINGS, 1)).toBeCloseTo(TIMINGS.period * 1.1)
})
