/** The service host: plain Node. The same app, with its window in the person's browser and WhatsApp Web in the installed one. */
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { createApp } from './app'
import { startService } from './api/service/server'
import {
  arrangeLogin,
  createNodePlatform,
  lockDataFolder,
  makePaths,
  meetHolder,
  parseServiceOptions,
  tellSecondStart,
  type ServiceOptions,
} from './platform/node'
import { version } from '../../package.json'

const say = (line: string): void => void process.stdout.write(`${line}\n`)
const complain = (line: string): void => void process.stderr.write(`${line}\n`)

/** After a fault nothing must stay half alive: the next start recovers from the database. */
const LAST_WORDS_MS = 15_000

/** `folder`: where the built entries lie. */
async function serve(options: ServiceOptions, folder: string): Promise<void> {
  const { dataDir, keyFile: keyFileAllowed, whatsapp, open: openBrowser, logLevel } = options
  const paths = makePaths(dataDir)
  const lock = lockDataFolder(paths.data)
  if (!lock.acquired) {
    say(tellSecondStart(await meetHolder(lock.holder)))
    return
  }
  const platform = await createNodePlatform({
    version,
    dataDir,
    keyFileAllowed,
    whatsapp,
    openBrowser,
    logLevel,
  })
  const { logger } = platform

  let ending: Promise<void> | null = null
  const end = (code: number): Promise<void> => {
    ending ??= (async () => {
      setTimeout(() => process.exit(code || 1), LAST_WORDS_MS).unref()
      for (const close of [service.close, app.stop, platform.close]) {
        try {
          await close()
        } catch (error) {
          complain(`Leadline did not end cleanly: ${String(error)}`)
        }
      }
      lock.release()
      process.exit(code)
    })()
    return ending
  }
  const fail = (what: string) => (error: unknown) => {
    logger.error(what, { error })
    complain(`Leadline ends: ${what}. The log in ${paths.logs} says more.`)
    void end(1)
  }
  process.on('uncaughtException', fail('uncaught-exception'))
  process.on('unhandledRejection', fail('unhandled-rejection'))

  const app = createApp({
    platform,
    databaseThread: pathToFileURL(path.join(folder, 'database-worker.js')),
    onFatal: fail('database-lost'),
  })
  const service = await startService({
    router: app.router,
    rooms: app.rooms,
    diagnostics: app.diagnostics,
    rendererFolder: path.join(folder, '../renderer'),
    port: options.port,
    raiseSecret: lock.raiseSecret,
    onRaise: () => {
      // For whoever sits at this terminal: the address may have scrolled away.
      say(service.url)
      void platform.windows.raise()
    },
    logger: logger.child('service'),
  })
  platform.setAddress(service.oneVisitUrl)
  lock.announce({ port: service.port })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void end(0))
  say(service.url)
  logger.info('started', { port: service.port })
  await app.start()
  // For whoever started it by hand; what starts it otherwise reads the address alone.
  if (process.stdout.isTTY) say('Leadline is running. Ctrl-C ends it.')
  if (options.open && !options.minimised) await platform.windows.raise()
}

/** Does what the command line asks. `folder`: where the built entries lie. */
export function begin(folder: string): void {
  const parsed = parseServiceOptions(process.argv.slice(2), process.env)
  if ('error' in parsed) {
    complain(parsed.error)
    process.exitCode = 2
  } else if ('help' in parsed) {
    say(parsed.help)
  } else {
    const { login } = parsed
    const work = login
      ? arrangeLogin(login, parsed, path.join(folder, 'service.js')).then(say)
      : serve(parsed, folder)
    work.catch((error: unknown) => {
      complain(error instanceof Error ? error.message : String(error))
      process.exitCode = 1
    })
  }
}
