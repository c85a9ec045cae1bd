/** The service host's options, from its arguments and the environment (arguments win). Pure: says what is wrong in one sentence. */
import { parseArgs } from 'node:util'
import { readWhatsAppTarget, type WhatsAppTarget } from './whatsapp-target'

export interface ServiceOptions {
  /** Null: this system's usual place. */
  dataDir: string | null
  /** The first port to try; 0 takes any. */
  port: number
  /** Whether the browser is opened at start. */
  open: boolean
  /** The data key may lie in a file where there is no keychain. */
  keyFile: boolean
  whatsapp: WhatsAppTarget | null
  logLevel: LogLevel
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
  --help           this text

For development only:
  --whatsapp-endpoint=127.0.0.1:PORT  (LEADLINE_WHATSAPP_ENDPOINT)
  --whatsapp-spki=BASE64              (LEADLINE_WHATSAPP_SPKI)`

const OPTIONS = {
  'data-dir': { type: 'string' },
  port: { type: 'string' },
  'no-open': { type: 'boolean' },
  'key-file': { type: 'boolean' },
  'whatsapp-endpoint': { type: 'string' },
  'whatsapp-spki': { type: 'string' },
  'log-level': { type: 'string' },
  help: { type: 'boolean' },
} as const

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
  const level = text('log-level', 'LEADLINE_LOG_LEVEL') ?? 'info'
  const logLevel = LOG_LEVELS.find((each) => each === level)
  if (logLevel === undefined)
    return { error: `The log level must be one of ${LOG_LEVELS.join(', ')}, not "${level}".` }
  const dataDir = text('data-dir', 'LEADLINE_DATA_DIR') ?? null
  if (dataDir === '') return { error: '--data-dir must name a folder.' }
  const target = readWhatsAppTarget({
    endpoint: text('whatsapp-endpoint', 'LEADLINE_WHATSAPP_ENDPOINT'),
    spki: text('whatsapp-spki', 'LEADLINE_WHATSAPP_SPKI'),
    packaged,
  })
  if ('error' in target) return target
  return {
    dataDir,
    port: Number(port),
    open: !(given['no-open'] ?? isOn(env['LEADLINE_NO_OPEN'])),
    keyFile: given['key-file'] ?? isOn(env['LEADLINE_KEY_FILE']),
    whatsapp: target.target,
    logLevel,
  }
}

const isOn = (value: string | undefined): boolean => value === '1' || value === 'true'

/** The first sentence of Node's explanation; the rest is advice for programmers. */
function sentence(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  return `${message.split('. ')[0]?.replace(/\.$/, '') ?? message}. See --help.`
}
