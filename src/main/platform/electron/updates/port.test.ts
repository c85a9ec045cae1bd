/** The updater as it ships, against a real HTTP server: what it takes, what it refuses, and what it leaves behind. */
import fs from 'node:fs'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { UpdateError, type UpdateErrorCode, type Updater } from '../../ports'
import { install, type Installation } from './installation.testing'
import { appImage, fileName, release, sha512Of, startUpdateServer, type UpdateServer } from './server.testing'

let server: UpdateServer
let here: Installation

beforeEach(async () => {
  server = await startUpdateServer()
  here = install(server.url, '1.2.0')
})
afterEach(async () => {
  await server.close()
  here.remove()
})

const never = (): AbortSignal => new AbortController().signal
const download = (updater: Updater) => updater.download(() => undefined, never())
const codeOf = (work: Promise<unknown>): Promise<UpdateErrorCode> =>
  work.then(
    () => {
      throw new Error('It should have failed')
    },
    (error: unknown) => {
      if (error instanceof UpdateError) return error.code
      throw error
    },
  )
const fetched = () => server.requests.filter(({ path }) => path.endsWith('.AppImage'))

describe('what is offered', () => {
  it('takes a newer version, with its notes as plain text', async () => {
    server.releases.latest = release('1.3.0', {
      notes: '<p>Faster <b>search</b> &amp; more</p><script>x()</script>',
    })
    const answer = await here.start('1.2.0').check('stable')
    expect(answer).toEqual({ kind: 'newer', version: '1.3.0', notes: 'Faster search & more' })
    expect(fetched()).toEqual([])
  })

  it('sees the same version and an older one for what they are', async () => {
    const updater = here.start('1.2.0')
    server.releases.latest = release('1.2.0')
    expect(await updater.check('stable')).toEqual({ kind: 'same' })
    server.releases.latest = release('1.1.9')
    expect(await updater.check('stable')).toEqual({ kind: 'older', version: '1.1.9' })
    expect(await codeOf(download(updater))).toBe('other')
    expect(fetched()).toEqual([])
  })

  it('offers betas on their channel only, and nothing older after going back', async () => {
    server.releases = { latest: release('1.2.0'), beta: release('1.3.0-beta.1') }
    const updater = here.start('1.2.0')
    expect(await updater.check('stable')).toEqual({ kind: 'same' })
    expect(await updater.check('beta')).toMatchObject({ kind: 'newer', version: '1.3.0-beta.1' })
    const beta = here.start('1.3.0-beta.1')
    expect(await beta.check('beta')).toEqual({ kind: 'same' })
    expect(await beta.check('stable')).toEqual({ kind: 'older', version: '1.2.0' })
    expect(await codeOf(download(beta))).toBe('other')
    server.releases.latest = release('1.3.0')
    expect(await beta.check('stable')).toMatchObject({ kind: 'newer', version: '1.3.0' })
  })

  it('gives stable versions to whoever takes betas, where no beta is newer', async () => {
    server.releases = { latest: release('1.3.0'), beta: release('1.2.0-beta.9') }
    expect(await here.start('1.2.0').check('beta')).toMatchObject({ kind: 'newer', version: '1.3.0' })
    delete server.releases.beta
    expect(await here.start('1.2.0').check('beta')).toMatchObject({ kind: 'newer', version: '1.3.0' })
  })

  it('honours a staged roll-out by an id that stays the same and at home', async () => {
    server.releases.latest = release('1.3.0', { stagingPercentage: 0 })
    expect(await here.start('1.2.0').check('stable')).toEqual({ kind: 'same' })
    const id = fs.readFileSync(`${here.folder}/.updaterId`, 'utf8')
    server.releases.latest = release('1.3.0', { stagingPercentage: 100 })
    expect(await here.start('1.2.0').check('stable')).toMatchObject({ kind: 'newer' })
    expect(fs.readFileSync(`${here.folder}/.updaterId`, 'utf8')).toBe(id)
    expect(JSON.stringify(server.requests)).not.toContain(id)
  })

  it('is decided by that id where the roll-out is half way', async () => {
    server.releases.latest = release('1.3.0', { stagingPercentage: 50 })
    const withId = (end: string) =>
      fs.writeFileSync(`${here.folder}/.updaterId`, `7a3f0c52-1b2d-5e4f-8a6b-0c1d${end}`)
    withId('10000000')
    expect(await here.start('1.2.0').check('stable')).toMatchObject({ kind: 'newer' })
    withId('f0000000')
    expect(await here.start('1.2.0').check('stable')).toEqual({ kind: 'same' })
  })

  it('answers each check with its own channel, also when one overtakes the other', async () => {
    server.releases = { latest: release('1.2.0'), beta: release('1.3.0-beta.1') }
    let open = (): void => undefined
    server.gate = new Promise((resolve) => (open = resolve))
    const updater = here.start('1.2.0')
    const both = [updater.check('stable'), updater.check('beta')]
    open()
    expect(await Promise.all(both)).toMatchObject([{ kind: 'same' }, { kind: 'newer' }])
  })
})

describe('a server that does not answer as it should', () => {
  it('is down', async () => {
    const updater = here.start('1.2.0')
    await server.close()
    expect(await codeOf(updater.check('stable'))).toBe('offline')
  })

  it('never answers', async () => {
    server.releases.latest = release('1.3.0')
    server.gate = new Promise(() => undefined)
    expect(await codeOf(here.start('1.2.0', { stallMs: 100 }).check('stable'))).toBe('offline')
  })

  it.each([
    ['fails', 500, 'oops'],
    ['has no such channel', 404, ''],
    ['answers with a page', 200, '<html><body>Sign in to the hotel network</body></html>'],
    ['answers with nothing', 200, ''],
    ['offers no version', 200, 'version: ../../etc\nfiles: []'],
    ['offers no file', 200, 'version: 1.3.0\nfiles: []'],
  ])('%s', async (_, status, text) => {
    server.answer = { status, text }
    expect(await codeOf(here.start('1.2.0').check('stable'))).toBe('server')
  })

  it('has lost the file', async () => {
    server.releases.latest = release('1.3.0')
    server.delivery = 'missing'
    const updater = here.start('1.2.0')
    await updater.check('stable')
    expect(await codeOf(download(updater))).toBe('server')
  })

  it('is not asked at all over anything but what is allowed, neither at first nor by a redirect', async () => {
    server.releases.latest = release('1.3.0')
    expect(await codeOf(here.start('1.2.0', { protocols: ['https:'] }).check('stable'))).toBe('server')
    expect(server.requests).toEqual([])
    const updater = here.start('1.2.0')
    server.delivery = 'to-plain-file'
    await updater.check('stable')
    expect(await codeOf(download(updater))).toBe('server')
  })
})

describe('a download', () => {
  const before = () => fs.readFileSync(here.file)

  it('comes whole and slowly, and tells how far it is', async () => {
    server.releases.latest = release('1.3.0', { payload: appImage('1.3.0', 2_000_000) })
    server.delivery = 'slow'
    const updater = here.start('1.2.0')
    await updater.check('stable')
    const told: number[] = []
    await updater.download((percent) => told.push(percent), never())
    expect(told.at(-1)).toBe(100)
    expect(told).toEqual(told.toSorted((a, b) => a - b))
    expect(here.pending()).toContain(fileName('1.3.0'))
  })

  it('that was swapped is refused and leaves nothing', async () => {
    server.releases.latest = release('1.3.0')
    server.swapped = Buffer.from(appImage('1.3.0')).fill('y', 200_000, 200_001)
    const updater = here.start('1.2.0')
    await updater.check('stable')
    const app = before()
    expect(await codeOf(download(updater))).toBe('tampered')
    expect(here.pending()).toEqual([])
    expect(before()).toEqual(app)
    expect(await codeOf(updater.install())).toBe('other')
    expect(here.quit).toBe(false)
  })

  it('without a sha512 is not even begun', async () => {
    server.releases.latest = release('1.3.0', { sha512: null })
    expect(await codeOf(here.start('1.2.0').check('stable'))).toBe('tampered')
    server.releases.latest = release('1.3.0', { sha512: 'abc' })
    expect(await codeOf(here.start('1.2.0').check('stable'))).toBe('tampered')
    expect(fetched()).toEqual([])
  })

  it('cut off half-way starts over from the beginning, in the same run and in the next', async () => {
    server.releases.latest = release('1.3.0')
    server.delivery = 'cut'
    const updater = here.start('1.2.0')
    await updater.check('stable')
    expect(await codeOf(download(updater))).toBe('interrupted')
    expect(here.pending()).toEqual([])
    expect(await codeOf(download(updater))).toBe('interrupted')
    server.delivery = 'whole'
    const later = here.start('1.2.0')
    await later.check('stable')
    await download(later)
    expect(fetched().map(({ headers }) => headers.range)).toEqual([undefined, undefined, undefined])
    const file = `${here.folder}/cache/updater/pending/${fileName('1.3.0')}`
    expect(sha512Of(fs.readFileSync(file))).toBe(sha512Of(appImage('1.3.0')))
  })

  it('that stands still is given up', async () => {
    server.releases.latest = release('1.3.0')
    server.delivery = 'silent'
    const updater = here.start('1.2.0', { stallMs: 100 })
    await updater.check('stable')
    expect(await codeOf(download(updater))).toBe('interrupted')
  })

  it('ends when it is cancelled, and the next check is not kept waiting', async () => {
    server.releases = { latest: release('1.2.0'), beta: release('1.3.0-beta.1') }
    server.delivery = 'silent'
    const updater = here.start('1.2.0')
    await updater.check('beta')
    const cancelling = new AbortController()
    const ended = codeOf(updater.download(() => undefined, cancelling.signal))
    await vi.waitFor(() => expect(fetched()).toHaveLength(1))
    cancelling.abort()
    expect(await ended).toBe('cancelled')
    expect(await updater.check('stable')).toEqual({ kind: 'same' })
  })
})

describe('installing', () => {
  const ready = async (): Promise<Updater> => {
    server.releases.latest = release('1.3.0')
    const updater = here.start('1.2.0')
    await updater.check('stable')
    await download(updater)
    return updater
  }

  it('puts the new version in the place of the old one and starts it', async () => {
    const updater = await ready()
    await updater.install()
    expect(here.quit).toBe(true)
    expect(fs.readFileSync(here.file)).toEqual(appImage('1.3.0'))
    await vi.waitFor(() => expect(here.started()).toEqual(['1.3.0']), 5_000)
    expect(await here.start('1.3.0').failedInstall()).toBeNull()
  })

  it('refuses what was changed on disk after the download, and fetches it anew the next time', async () => {
    const updater = await ready()
    fs.appendFileSync(`${here.folder}/cache/updater/pending/${fileName('1.3.0')}`, 'more')
    expect(await codeOf(updater.install())).toBe('tampered')
    expect(here.quit).toBe(false)
    expect(fs.readFileSync(here.file)).toEqual(appImage('1.2.0'))
    expect(await updater.failedInstall()).toBeNull()
    await updater.check('stable')
    await download(updater)
    await updater.install()
    expect(fs.readFileSync(here.file)).toEqual(appImage('1.3.0'))
  })

  it('that fails at the last moment leaves the old version, starts it again and lets it tell', async () => {
    const updater = await ready()
    // Whatever stands where the new file is put together.
    fs.mkdirSync(`${here.file}.new/full`, { recursive: true })
    await updater.install()
    expect(fs.readFileSync(here.file)).toEqual(appImage('1.2.0'))
    await vi.waitFor(() => expect(here.started()).toEqual(['1.2.0']), 5_000)
    const again = here.start('1.2.0')
    expect(await again.failedInstall()).toBe('1.3.0')
    expect(await again.failedInstall()).toBeNull()
  })
})
