/**
 * The demo: a simulated WhatsApp Web with a believable shop behind it, the reference CRM, and the app on top, until Ctrl-C.
 * `scripts/demo.mjs` has built the app before it loads this.
 */
import { rmSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { lockDataFolder } from '../../src/main/platform/node/lock'
import { controlOf } from '../whatsapp-web/control'
import { startChild, type Child, type Program } from './children'
import { startLife } from './life'
import { HELP, readOptions, type DemoOptions } from './options'
import { CRM_OWNER, CRM_USER, plant, settle } from './plant'
import { stablePorts } from './ports'

const ROOT = path.resolve(import.meta.dirname, '../..')
const simulatorReady = z.object({ endpoint: z.string(), spki: z.string(), controlUrl: z.string() })
const crmReady = z.object({ url: z.string() })

/** The program's JSON line, where a line is one. */
const json =
  <T>(schema: z.ZodType<T>) =>
  (line: string): T | undefined =>
    line.startsWith('{') ? schema.safeParse(JSON.parse(line)).data : undefined

/** @returns what gives the folder back. @throws where another demo has it. */
function takeFolder(stateDir: string, fresh: boolean): () => void {
  const lock = lockDataFolder(stateDir)
  if (!lock.acquired)
    throw new Error(`The demo is running already with ${stateDir}. End it there with Ctrl-C.`)
  if (!fresh) return lock.release
  // Windows deletes no open file.
  lock.release()
  rmSync(stateDir, { recursive: true, force: true, maxRetries: 5 })
  return takeFolder(stateDir, false)
}

interface Started {
  app: Child<string>
  simulator: Child<z.infer<typeof simulatorReady>>
  crm: Child<z.infer<typeof crmReady>>
}

async function start(
  { stateDir, port, open }: DemoOptions,
  begin: <T>(program: Program<T>) => Promise<Child<T>>,
  say: (line: string) => void,
): Promise<Started> {
  const ports = await stablePorts(stateDir)
  const [simulator, crm] = await Promise.all([
    begin({
      name: 'whatsapp-web',
      args: [
        ...['--import', 'tsx', 'e2e/whatsapp-web/main.ts', `--state-dir=${path.join(stateDir, 'whatsapp')}`],
        ...[`--port=${ports.site}`, `--control-port=${ports.control}`, '--with-parent'],
      ],
      ready: json(simulatorReady),
    }),
    begin({
      name: 'central-crm',
      args: [
        ...['--import', 'tsx', 'e2e/central-crm/main.ts', `--db=${path.join(stateDir, 'crm.db')}`],
        ...[`--port=${ports.crm}`, '--seed', '--with-parent'],
      ],
      ready: json(crmReady),
    }),
  ])
  const control = controlOf(simulator.said.controlUrl)
  await settle(control)
  if (await plant(control, crm.said.url, stateDir))
    say('A new shop was made: 40 customers, two months of chats.')
  const app = await begin({
    name: 'leadline',
    args: [
      ...['--import', './e2e/demo/end-with-parent.mjs', 'out/main/service.js'],
      ...[`--data-dir=${path.join(stateDir, 'data')}`, `--port=${port}`, '--key-file'],
      ...[`--whatsapp-endpoint=${simulator.said.endpoint}`, `--whatsapp-spki=${simulator.said.spki}`],
      ...(open ? [] : ['--no-open']),
    ],
    ready: (line) => /^https?:\/\/\S+$/.exec(line.trim())?.[0],
  })
  return { app, simulator, crm }
}

function announce({ app, simulator, crm }: Started, options: DemoOptions): void {
  const control = simulator.said.controlUrl
  if (options.json) {
    const pids = { demo: process.pid, app: app.pid, control: simulator.pid, crm: crm.pid }
    console.log(JSON.stringify({ app: app.said, control, crm: { url: crm.said.url, ...CRM_USER }, pids }))
    return
  }
  console.log(`
  Inbox    ${app.said}
  Phone    ${control}  – press “Scan the QR code” there when Leadline shows one
  CRM      ${crm.said.url}  – type this at Leadline's CRM step, with
           ${CRM_USER.email}   a salesperson, or
           ${CRM_OWNER.email}  the owner, who may also make products, erase people and see the team;
           the password of both is ${CRM_USER.password}
           (open it in a browser to see the leads and orders that arrived)

Once WhatsApp is linked, customers ${options.quiet ? 'answer you' : 'write to you'}. Ctrl-C ends it all; the next start finds it again, --fresh starts over.
`)
}

/** @returns the exit code. */
export async function demo(argv: readonly string[]): Promise<number> {
  const options = readOptions(argv, ROOT)
  if (options === 'help') {
    console.log(HELP)
    return 0
  }
  const release = takeFolder(options.stateDir, options.fresh)
  const say = (line: string): void => {
    if (options.json) console.error(line)
    else console.log(line)
  }
  const starting: Promise<Child<unknown>>[] = []
  const logDir = path.join(options.stateDir, 'logs')
  const asked = new Promise<null>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve(null))
  })
  const begin = <T>(program: Program<T>): Promise<Child<T>> => {
    const child = startChild(program, ROOT, logDir)
    starting.push(child)
    return child
  }

  let endLife: (() => void) | undefined
  let problem: string | null = null
  try {
    const everything = start(options, begin, say)
    const started = await Promise.race([everything, asked])
    // Asked to end while starting: what is on its way still has to arrive before it can be ended.
    if (started === null) await everything
    else {
      endLife = startLife({
        control: controlOf(started.simulator.said.controlUrl),
        quiet: options.quiet,
        paceMs: options.paceMs,
        onError: (error) => say(`The customers: ${error instanceof Error ? error.message : String(error)}`),
      })
      announce(started, options)
      const crashes = Object.values(started).map(
        async (child: Child<unknown>) => `${child.name} ended by itself (${await child.ended})`,
      )
      problem = await Promise.race([asked, ...crashes])
    }
  } catch (error) {
    problem = error instanceof Error ? error.message : String(error)
  }
  endLife?.()
  if (problem !== null) console.error(`${problem}. What it said is in ${logDir}. Ending the rest.`)
  // The app first: what it still writes needs the others.
  for (const child of (await Promise.allSettled(starting)).reverse())
    if (child.status === 'fulfilled') await child.value.stop()
  release()
  return problem === null ? 0 : 1
}
