/** What the demo can be told. */
import path from 'node:path'
import { parseArgs } from 'node:util'

export interface DemoOptions {
  /** Everything the demo keeps: the phone, the CRM, the app's data, logs. */
  stateDir: string
  /** Deletes the state first. */
  fresh: boolean
  /** Opens the inbox in the installed browser. */
  open: boolean
  /** One line of JSON in place of the words for a person. */
  json: boolean
  /** Nobody writes unasked; who is written to still reads and answers. */
  quiet: boolean
  /** Milliseconds between two messages of customers, on average. */
  paceMs: number
  /** First port to try for the inbox; 0 takes any. */
  port: number
}

export const HELP = `npm run demo -- [options]

  --fresh      forget everything and start over
  --no-open    print the address, open no browser
  --quiet      customers answer, but do not write by themselves
  --pace=N     seconds between two messages of customers, on average (12)
  --port=N     first port to try for the inbox (3001)
  --state=DIR  where everything is kept (.demo)
  --json       print one line of JSON for other programs: {app, control, crm, pids}`

/** A machine that has nobody in front of it opens no browser. */
function hasDisplay(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): boolean {
  if (env['CI'] !== undefined && env['CI'] !== '' && env['CI'] !== 'false') return false
  return platform !== 'linux' || Boolean(env['DISPLAY'] ?? env['WAYLAND_DISPLAY'])
}

/** @throws with one sentence where an option is unknown or out of range. */
export function readOptions(argv: readonly string[], root: string): DemoOptions | 'help' {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      fresh: { type: 'boolean', default: false },
      'no-open': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      quiet: { type: 'boolean', default: false },
      pace: { type: 'string', default: '12' },
      port: { type: 'string', default: '3001' },
      state: { type: 'string', default: '.demo' },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) return 'help'
  const number = (name: 'pace' | 'port', least: number, most: number): number => {
    const value = Number(values[name])
    if (!(value >= least && value <= most))
      throw new Error(`--${name} must be a number from ${least} to ${most}, not "${values[name]}".`)
    return value
  }
  return {
    stateDir: path.resolve(root, values.state),
    fresh: values.fresh,
    open: !values['no-open'] && !values.json && hasDisplay(process.env, process.platform),
    json: values.json,
    quiet: values.quiet,
    paceMs: number('pace', 0.2, 3600) * 1000,
    port: Math.floor(number('port', 0, 65_535)),
  }
}
