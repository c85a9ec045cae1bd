/** The desktop app as built, on the stand-in for Electron: started, played with, and what it did to Electron read back. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import path from 'node:path'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import electron from 'electron/package.json' with { type: 'json' }
import type { AppClient } from '../harness/app'
import { until } from '../harness/wait'
import type { World } from '../harness/world'
import app from '../../package.json' with { type: 'json' }
import { findBrowser } from '../../scripts/find-browser.mjs'
import { readElectronTypes, ROOT } from './electron-types'
import { meantBy, readRecording, type Entry, type Spelled } from './recording'
import type { Installed } from './installed'
import type { Order } from './stand-in'

export const value = (json: unknown): Spelled => ({ is: 'value', json: JSON.stringify(json) })
type Call = Extract<Entry, { is: 'call' }>

export class Shell {
  private output = ''
  private readonly exited: Promise<number | null>
  private constructor(
    private readonly child: ChildProcess,
    private readonly file: string,
  ) {
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => (this.output += text))
    this.exited = once(child, 'exit').then(([code]) => code as number | null)
  }

  /**
   * @param folder the test's own; a second start in it finds the first one's data.
   * @param installed the app as installed, or null for the source tree.
   * @param more arguments of the start.
   */
  static start(
    folder: string,
    world: Pick<World, 'endpoint' | 'spki'>,
    installed: Installed | null = null,
    more: readonly string[] = [],
  ): Shell {
    const types = path.join(folder, 'electron-types.json')
    if (!fs.existsSync(types)) fs.writeFileSync(types, JSON.stringify(readElectronTypes()))
    const file = path.join(folder, `recording-${Date.now()}.jsonl`)
    const { endpoint, spki } = world
    const own = [`--data-dir=${path.join(folder, 'data')}`, '--key-file', ...more]
    const target = [`--whatsapp-endpoint=${endpoint}`, `--whatsapp-spki=${spki}`]
    const standIn = path.join(import.meta.dirname, 'stand-in.ts')
    const child = spawn(
      process.execPath,
      [
        '--import',
        'tsx',
        '--import',
        standIn,
        path.join(installed?.root ?? ROOT, 'out/main/index.js'),
        ...(installed ? own : ['.', ...own, ...target]),
      ],
      {
        cwd: ROOT,
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
        env: {
          ...process.env,
          STAND_IN_TYPES: types,
          STAND_IN_RECORDING: file,
          STAND_IN_FOLDER: folder,
          STAND_IN_VERSION: electron.version,
          STAND_IN_APP_VERSION: app.version,
          STAND_IN_RESOURCES: path.join(ROOT, 'resources'),
          STAND_IN_BROWSER: findBrowser() ?? '',
          ...(installed && { ...installed.env, STAND_IN_WHATSAPP: JSON.stringify({ endpoint, spki }) }),
        },
      },
    )
    return new Shell(child, file)
  }

  recording(): Entry[] {
    return readRecording(this.file)
  }

  calls(member: string): Call[] {
    return this.recording().filter((entry): entry is Call => entry.is === 'call' && entry.member === member)
  }

  /** The object that was made as the first of its class with these words in its arguments. */
  async made(ofClass: string, words = ''): Promise<string> {
    return until(
      () => {
        const found = this.recording().find(
          (entry) =>
            entry.is === 'new' && entry.class === ofClass && JSON.stringify(entry.args).includes(words),
        )
        return Promise.resolve(found?.is === 'new' ? found.name : false)
      },
      { what: `a ${ofClass}${words && ` with ${words}`}\n${this.output}` },
    )
  }

  /** What an object was made with. */
  optionsOf(name: string): unknown {
    const entry = this.recording().find((one) => one.is === 'new' && one.name === name)
    const [options] = entry?.is === 'new' ? entry.args : []
    return options && meantBy(options, new Map())
  }

  async called(member: string, least = 1): Promise<Call[]> {
    await until(() => Promise.resolve(this.calls(member).length >= least), {
      what: `${least} calls of ${member}\n${this.output}`,
    })
    return this.calls(member)
  }

  /** Whether the app refused an event that the test made happen. */
  async refused(on: string, event: string): Promise<void> {
    await until(
      () =>
        Promise.resolve(
          this.recording().some((one) => one.is === 'refused' && one.on === on && one.event === event),
        ),
      { what: `${event} refused\n${this.output}` },
    )
  }

  play(order: Order): void {
    this.child.send(order)
  }

  emit(on: string, event: string, ...args: Spelled[]): void {
    this.play({ do: 'emit', on, event, args })
  }

  /** The contract, over a port as the window's page gets one. */
  client(window: string): AppClient {
    const listeners: ((event: { data: unknown }) => void)[] = []
    this.child.on('message', (message: { said?: unknown }) => {
      if ('said' in message) for (const each of listeners) each({ data: message.said })
    })
    this.play({ do: 'port', window })
    const port = {
      addEventListener: (event: string, listener: (event: { data: unknown }) => void) => {
        if (event === 'message') listeners.push(listener)
      },
      postMessage: (data: unknown) => this.play({ do: 'say', data }),
      start: () => undefined,
    }
    return createORPCClient(new RPCLink({ port: port as unknown as MessagePort }))
  }

  /** Its exit code, however it came to end. */
  async ended(): Promise<number | null> {
    return this.exited
  }

  async kill(): Promise<void> {
    this.child.kill('SIGKILL')
    await this.exited
  }

  said(): string {
    return this.output
  }
}
