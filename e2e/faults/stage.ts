/** The app between the simulators, killed and started again as often as a test likes, and asked over the contract by whoever is there. */
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { connectTo, startApp, type AppClient, type AppOptions, type RunningApp } from '../harness/app'
import { leftovers } from '../harness/leftovers'
import { until } from '../harness/wait'
import { startWorld, type World } from '../harness/world'

/**
 * Waits of a session that would make a test long. Whatever is not named here is as in real use.
 * A look each quarter of a second; a page that stands still is given up after seconds instead of a minute.
 */
const TIMINGS = { look: 250, lookTimeout: 2_000, deaf: 3_000, settle: 1_500, navigation: 10_000 }

/** From one start of the app to its end. */
interface Life {
  app: RunningApp
  client: AppClient
  close(): void
  /** Rejects when this life ends. */
  over: Promise<never>
  end(): void
}

class Over extends Error {}

export class Stage {
  #life: Promise<Life>
  readonly #outputs: (() => string)[] = []

  private constructor(
    readonly world: World,
    readonly folder: string,
    readonly dataDir: string,
    private readonly how: Pick<AppOptions, 'env' | 'nodeArgs'>,
  ) {
    this.#life = this.#begin()
    this.#life.catch(() => undefined)
  }

  /** Everything in a folder of its own; the first run is done, nothing is linked. */
  static async open(how: Pick<AppOptions, 'env' | 'nodeArgs'> = {}): Promise<Stage> {
    const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'leadline-faults-')))
    const world = await startWorld(folder)
    const stage = new Stage(world, folder, path.join(folder, 'data'), how)
    await stage.ask((client) =>
      client.preferences.set({
        language: 'en',
        keep: 'known',
        riskAcceptedAt: Date.now(),
        crmStepDone: true,
        hintsSeen: true,
      }),
    )
    return stage
  }

  async #begin(): Promise<Life> {
    const { endpoint, spki } = this.world
    const options: AppOptions = { ...this.how, dataDir: this.dataDir, endpoint, spki, timings: TIMINGS }
    const app = await startApp(options)
    this.#outputs.push(app.process.output)
    const { client, close } = await connectTo(app.url)
    await until(async () => (await client.setup.status()).stage === 'open', { what: 'the open database' })
    let end: () => void = () => undefined
    const over = new Promise<never>((_, reject) => {
      end = () => reject(new Over('the app was killed'))
    })
    over.catch(() => undefined)
    return { app, client, close, over, end }
  }

  /** Asks the app; where it is killed meanwhile, asks the next one. So only what may be asked twice. */
  async ask<T>(question: (client: AppClient) => Promise<T>): Promise<T> {
    for (;;) {
      const life = await this.#life
      try {
        return await Promise.race([question(life.client), life.over])
      } catch (error) {
        if (!(error instanceof Over)) throw error
      }
    }
  }

  /** The app that runs now. */
  async running(): Promise<RunningApp> {
    return (await this.#life).app
  }

  /** SIGKILL, and a new start once nothing is left of it and `between` is done. */
  async killApp(between: () => Promise<unknown> = () => Promise.resolve()): Promise<void> {
    const before = this.#life
    this.#life = before.then(async (life) => {
      life.end()
      await life.app.process.kill('SIGKILL')
      life.close()
      await this.#nothingLeft()
      await between()
      return this.#begin()
    })
    await this.#life
  }

  #nothingLeft(): Promise<unknown> {
    return until(() => Promise.resolve(leftovers(this.dataDir).length === 0), {
      what: 'the end of all processes',
    })
  }

  /** What every app so far printed and logged, for whoever looks for a fault that nobody caught. */
  words(): string {
    const logs = path.join(this.dataDir, 'logs')
    const files = fs.existsSync(logs) ? fs.readdirSync(logs) : []
    const written = files.map((name) => fs.readFileSync(path.join(logs, name), 'utf8'))
    return [...this.#outputs.map((output) => output()), ...written].join('\n')
  }

  /** Ends the app as a person would. @throws where something of it is left */
  async endApp(): Promise<void> {
    const life = await this.#life
    await life.app.process.kill('SIGTERM')
    life.close()
    await this.#nothingLeft()
  }

  /** Whatever happened: nothing stays behind. */
  async close(): Promise<void> {
    const life = await this.#life.catch(() => null)
    life?.close()
    await life?.app.process.kill('SIGKILL')
    await this.world.close()
    fs.rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 })
  }
}
