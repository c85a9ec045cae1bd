/** One course from its beginning to its end: the CRM and the road to it, the app that is killed and started again, and what was seen. */
import { spawn, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { on } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { buildThread } from '../../src/main/storage/test-storage'
import { crmControl, type CrmControl } from '../central-crm/control'
import { SEED_PASSWORD } from '../central-crm/seed/shop'
import { startCentralCrm } from '../central-crm/server'
import { courseOf, STRIKES, wantedOf, type CourseSize, type Step, type Strike } from './course'
import { FAULT_KINDS, failOften, failOnce, tallyOf, type Tally } from './faults'
import { judge } from './judge'
import { readLocal } from './local'
import type { FromApp, Start, ToApp } from './messages'
import { buildRoad, type Road } from './road'

const PROGRESS_EVERY = 0.05

/** What was seen to happen. */
export interface Seen extends Tally {
  kills: Record<Strike, number>
  /** What the app's own log said, how often. */
  heard: Record<string, number>
  /** How often the app found no network while there was none. */
  noNetwork: number
  /** What the app says was its own fault. */
  ownFaults: string[]
  leads: number
  orders: number
  contacts: number
}

const running = new Set<ChildProcess>()
process.on('exit', () => running.forEach((child) => child.kill('SIGKILL')))

class Day {
  readonly steps: readonly Step[]
  readonly kills = Object.fromEntries(STRIKES.map((how) => [how, 0])) as Record<Strike, number>
  readonly heard: Record<string, number> = {}
  readonly ownFaults: string[] = []
  noNetwork = 0
  private next = 0
  private shown = 0
  private roadIsOpen = true
  private readonly began: number

  constructor(
    private readonly size: CourseSize,
    private readonly control: CrmControl,
    private readonly road: Road,
    /** Of the app's clock, and the CRM's with it: milliseconds ahead of the machine's. */
    private readonly time: { ahead: number },
    private readonly place: Omit<Start, 'size' | 'from' | 'ahead' | 'began'>,
    private readonly progress: (text: string) => void,
  ) {
    this.steps = courseOf(size)
    this.began = Date.now() + time.ahead
  }

  /** From the first start of the app to its last end, when nothing waits any more. */
  async pass(): Promise<void> {
    await failOften(this.control, this.size.seed)
    for (let settled = false; !settled; settled = await this.life()) {
      if (this.steps.slice(this.next).some((step) => step.do === 'kill')) continue
      // From here on it runs through: what chance has left out must still occur.
      const { byKind } = tallyOf(await this.control.log())
      await failOnce(
        this.control,
        FAULT_KINDS.filter((kind) => byKind[kind] === 0),
      )
    }
  }

  private launch(): ChildProcess {
    const { size, next: from, began, time, place } = this
    const start: Start = { size, from, ahead: time.ahead, began, ...place }
    const child = spawn(
      process.execPath,
      ['--import=tsx', path.join(import.meta.dirname, 'app.ts'), JSON.stringify(start)],
      { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] },
    )
    running.add(child)
    return child
  }

  /** One process of the app, until it is killed. @returns whether the course is over. @throws where it ends by itself. */
  private async life(): Promise<boolean> {
    const child = this.launch()
    const over = Promise.withResolvers<null>()
    let strike: Promise<number> | null = null
    let settled = false
    const answer = (): boolean => child.send({ type: 'done' } satisfies ToApp)
    for await (const [message] of on(child, 'message', { close: ['exit'] }) as AsyncIterable<[FromApp]>)
      switch (message.type) {
        case 'time':
          this.time.ahead = Math.max(this.time.ahead, message.ahead)
          break
        case 'heard':
          this.hear(message)
          break
        case 'did': {
          this.next = message.step + 1
          this.show()
          const step = this.steps[message.step]
          if (step?.do === 'kill') strike = this.strike(child, step, over.promise)
          break
        }
        case 'road':
          this.roadIsOpen = message.open
          await (message.open ? this.road.open() : this.road.close())
          answer()
          break
        case 'over':
          over.resolve(null)
          if (strike) break
          await this.control.clear()
          await this.road.open()
          answer()
          break
        case 'settled':
          settled = true
          child.kill('SIGKILL')
      }
    running.delete(child)
    over.resolve(null)
    if (!settled && !strike) throw new Error('the app ended by itself')
    this.time.ahead += (await strike) ?? 0
    return settled
  }

  private hear({ what, isFault }: { what: string; isFault: boolean }): void {
    this.heard[what] = (this.heard[what] ?? 0) + 1
    if (isFault) this.ownFaults.push(what)
    if (!this.roadIsOpen && what.endsWith(' null')) this.noNetwork += 1
  }

  /** Kills the app in the moment that the step names. @returns how long it stays closed, milliseconds. */
  private async strike(
    child: ChildProcess,
    { how, after, away }: Extract<Step, { do: 'kill' }>,
    over: Promise<null>,
  ): Promise<number> {
    try {
      if (how === 'soon') await pause(after)
      if (how === 'committed' || how === 'unanswered') {
        const kind = how === 'committed' ? 'timeout-after-commit' : 'timeout'
        const seq = (await this.control.log()).at(-1)?.seq ?? 0
        for (const match of [{ method: 'PUT' }, { pathPrefix: '/api/batch' }])
          await this.control.fail({ kind, count: 1, match })
        const isWrite = ({ method, path: to }: { method: string; path: string }): boolean =>
          method === 'PUT' || to === '/api/batch'
        const hit = this.control.waitFor((entry) => entry.fault === kind && isWrite(entry), {
          after: seq,
          timeoutMs: 120_000,
        })
        const found = await Promise.race([hit, over])
        hit.catch(() => undefined)
        this.kills[found ? how : 'at-once'] += 1
      } else this.kills[how] += 1
      return away
    } finally {
      child.kill('SIGKILL')
    }
  }

  private show(): void {
    if (this.next / this.steps.length < this.shown + PROGRESS_EVERY) return
    this.shown = this.next / this.steps.length
    const hours = (Date.now() + this.time.ahead - this.began) / 3_600_000
    const kills = Object.values(this.kills).reduce((sum, count) => sum + count, 0)
    this.progress(`${Math.round(this.shown * 100)} % of the steps, ${hours.toFixed(1)} h, ${kills} kills`)
  }
}

/**
 * Lets it happen, and judges what came of it.
 * @throws where the CRM, the database and what the salesperson did differ, or the app ended by itself.
 */
export async function passDay(size: CourseSize, progress: (text: string) => void): Promise<Seen> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'leadline-flaky-'))
  const time = { ahead: 0 }
  const now = (): number => Math.round(Date.now() + time.ahead)
  const server = await startCentralCrm({ dbFile: path.join(folder, 'crm.db'), seed: true, now })
  const road = await buildRoad(server.url)
  try {
    const control = crmControl(server.url)
    const key = randomBytes(32).toString('hex')
    const place = { folder, key, threadFile: await buildThread(), url: road.url, office: server.url }
    const day = new Day(size, control, road, time, { ...place, password: SEED_PASSWORD }, progress)
    await day.pass()
    const log = await control.log()
    const local = readLocal(path.join(folder, 'leadline.db'), key)
    await judge({ control, log, local, wanted: wantedOf(day.steps) })
    const { kills, heard, noNetwork, ownFaults } = day
    const { leads, orders, contacts } = local
    return {
      ...{ ...tallyOf(log), kills, heard, noNetwork, ownFaults },
      ...{ leads: leads.length, orders: orders.length, contacts: contacts.length },
    }
  } finally {
    for (const child of running) child.kill('SIGKILL')
    await road.close()
    await server.close()
    await rm(folder, { recursive: true, force: true })
  }
}
