/** The room with the updater as it ships, from looking to the new version running, while messages go out and the channel changes. */
import fs from 'node:fs'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { UpdateChannel, UpdateStatus } from '../../contract'
import { install, type Installation } from '../platform/electron/updates/installation.testing'
import {
  appImage,
  release,
  startUpdateServer,
  type UpdateServer,
} from '../platform/electron/updates/server.testing'
import { silentLogger } from '../storage/test-storage'
import { createUpdates, type Updates } from '.'
import { TIMINGS } from './schedule'

let server: UpdateServer
let here: Installation
let updates: Updates
let channel: UpdateChannel = 'stable'
let busy = false

/** The app starts: `first: 0` looks at once. */
function start(version: string): void {
  updates = createUpdates({
    updater: here.start(version),
    version,
    channel: () => channel,
    isBusy: () => busy,
    emit: () => undefined,
    logger: silentLogger,
    timings: { ...TIMINGS, first: 0, quiet: 5 },
  })
  updates.start()
}

const until = (kind: UpdateStatus['state']['kind']) =>
  vi.waitFor(() => expect(updates.status().state.kind).toBe(kind), 10_000)

beforeEach(async () => {
  channel = 'stable'
  busy = false
  server = await startUpdateServer()
  here = install(server.url, '1.2.0')
})
afterEach(async () => {
  updates.stop()
  await server.close()
  here.remove()
})

it('restarts into the new version once nothing is being sent, and then has the newest', async () => {
  server.releases.latest = release('1.3.0', { notes: 'Faster' })
  start('1.2.0')
  await until('ready')
  busy = true
  expect(updates.install().state).toEqual({ kind: 'waiting', offer: { version: '1.3.0', notes: 'Faster' } })
  expect(here.quit).toBe(false)
  busy = false
  await vi.waitFor(() => expect(here.started()).toEqual(['1.3.0']), 10_000)
  updates.stop()
  start('1.3.0')
  await until('none')
})

it('goes to beta and back without ever going down', async () => {
  server.releases = { latest: release('1.2.0'), beta: release('1.3.0-beta.1') }
  start('1.2.0')
  await until('none')
  channel = 'beta'
  updates.channelChanged()
  await until('ready')
  channel = 'stable'
  updates.channelChanged()
  await until('none')
  expect(() => updates.install()).toThrow()
  updates.stop()
  start('1.3.0-beta.1')
  await vi.waitFor(() => expect(updates.status().state).toEqual({ kind: 'none', waitingForStable: true }))
  expect(fs.readFileSync(here.file)).toEqual(appImage('1.2.0'))
})

it('says what was wrong with a tampered update, and takes the right one at the next try', async () => {
  server.releases.latest = release('1.3.0')
  server.swapped = appImage('6.6.6')
  start('1.2.0')
  await until('refused')
  expect(updates.status().state).toEqual({ kind: 'refused', reason: 'tampered', version: '1.3.0' })
  expect(fs.readFileSync(here.file)).toEqual(appImage('1.2.0'))
  server.swapped = null
  updates.check()
  await until('ready')
})

it('says after the restart that an update was not installed', async () => {
  server.releases.latest = release('1.3.0')
  start('1.2.0')
  await until('ready')
  fs.mkdirSync(`${here.file}.new/full`, { recursive: true })
  updates.install()
  await vi.waitFor(() => expect(here.started()).toEqual(['1.2.0']), 10_000)
  updates.stop()
  start('1.2.0')
  await until('failed')
  expect(updates.status().state).toEqual({ kind: 'failed', reason: 'not-installed' })
})
