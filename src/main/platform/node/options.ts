/** The service host's options, from its arguments and the environment (arguments win). Pure: says what is wrong in one sentence. */
import { parseArgs } from 'node:util'
import { readWhatsAppTarget, type WhatsAppTarget } from './whatsapp-target'

export interface ServiceOptions extends CommonOptions {
  /** The first port to try; 0 takes any. */
  port: number
  /** Whether a browser may be opened: at start, and when a second start asks for it. */
  open: boolean
  /** Started at login: the browser waits until it is asked for. */
  minimised: boolean
  /** The data key may lie in a file where there is no keychain. */
  keyFile: boolean
  /** Instead of starting: what is to be done about starting at login, with these options. */
  login: 'install' | 'remove' | null
}

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

export const DEFAULT_PORT = 3001

export const HELP = `Leadline's service host: the inbox in this machine's own browser.

  npm start -- --service [options]

  --data-dir=DIR   where everything is kept           (LEADLINE_DATA_DIR)
  --port=N         first port to try, default ${DEFAULT_PORT}    (LEADLINE_PORT)
  --no-open        print the address, open no browser (LEADLINE_NO_OPEN=1)
  --key-file       keep the key in a file where there is no keychain: whoever
                   can read the data folder can read everything (LEADLINE_KEY_FILE=1)
  --log-level=L    debug, info, warn or error         (LEADLINE_LOG_LEVEL)
  --minimised      open the browser only when started once more
  --install-login  start with these options whenever you sign in to the computer
  --remove-login   no longer do so
  --help           this text

For development only:
  --whatsapp-endpoint=127.0.0.1:PORT  (LEADLINE_WHATSAPP_ENDPOINT)
  --whatsapp-spki=BASE64              (LEADLINE_WHATSAPP_SPKI)
  --whatsapp-timings=JSON             (LEADLINE_WHATSAPP_TIMINGS)`

const OPTIONS = {
  'data-dir': { type: 'string' },
  port: { type: 'string' },
  'no-open': { type: 'boolean' },
  minimised: { type: 'boolean' },
  'key-file': { type: 'boolean' },
  'whatsapp-endpoint': { type: 'string' },
  'whatsapp-spki': { type: 'string' },
  'whatsapp-timings': { type: 'string' },
  'log-level': { type: 'string' },
  'install-login': { type: 'boolean' },
  'remove-login': { type: 'boolean' },
  help: { type: 'boolean' },
} as const

/** What both hosts understand. */
export interface CommonOptions {
  /** Null: this system's usual place. */
  dataDir: string | null
  whatsapp: WhatsAppTarget | null
  logLevel: LogLevel
}

/** @param text an option's value, from the arguments or from this variable of the environment. */
export function readCommon(
  text: (
    option: 'log-level' | 'data-dir' | 'whatsapp-endpoint' | 'whatsapp-spki' | 'whatsapp-timings',
    variable: string,
  ) => string | undefined,
  packaged: boolean,
): CommonOptions | { error: string } {
  const level = text('log-level', 'LEADLINE_LOG_LEVEL') ?? 'info'
  const logLevel = LOG_LEVELS.find((each) => each === level)
  if (logLevel === undefined)
    return { error: `The log level must be one of ${LOG_LEVELS.join(', ')}, not "${level}".` }
  const dataDir = text('data-dir', 'LEADLINE_DATA_DIR') ?? null
  if (dataDir === '') return { error: '--data-dir must name a folder.' }
  const target = readWhatsAppTarget({
    endpoint: text('whatsapp-endpoint', 'LEADLINE_WHATSAPP_ENDPOINT'),
    spki: text('whatsapp-spki', 'LEADLINE_WHATSAPP_SPKI'),
    timings: text('whatsapp-timings', 'LEADLINE_WHATSAPP_TIMINGS'),
    packaged,
  })
  return 'error' in target ? target : { dataDir, whatsapp: target.target, logLevel }
}

export type ParsedOptions = ServiceOptions | { error: string } | { help: string }

/** `argv` without the program and the script. */
export function parseServiceOptions(
  argv: readonly string[],
  env: Record<string, string | undefined>,
  packaged = false,
): ParsedOptions {
  let given
  try {
    given = parseArgs({ args: [...argv], options: OPTIONS, strict: true, allowPositionals: false }).values
  } catch (error) {
    return { error: sentence(error) }
  }
  if (given.help) return { help: HELP }
  const text = (option: keyof typeof OPTIONS, variable: string): string | undefined => {
    const value = given[option]
    return typeof value === 'string' ? value : env[variable] || undefined
  }

  const port = text('port', 'LEADLINE_PORT') ?? String(DEFAULT_PORT)
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
    return { error: `--port must be a number from 0 to 65535, not "${port}".` }
  }
  const common = readCommon(text, packaged)
  if ('error' in common) return common
  if (given['install-login'] && given['remove-login'])
    return { error: '--install-login and --remove-login can not be done at once.' }
  return {
    ...common,
    port: Number(port),
    open: !(given['no-open'] ?? isOn(env['LEADLINE_NO_OPEN'])),
    minimised: given.minimised ?? false,
    keyFile: given['key-file'] ?? isOn(env['LEADLINE_KEY_FILE']),
    login: given['install-login'] ? 'install' : given['remove-login'] ? 'remove' : null,
  }
}

const isOn = (value: string | undefined): boolean => value === '1' || value === 'true'

/** The first sentence of Node's explanation; the rest is advice for programmers. */
function sentence(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  return `${message.split('. ')[0]?.replace(/\.$/, '') ?? message}. See --help.`
}
