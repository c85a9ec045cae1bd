/**
 * The desktop's options, from its arguments and the environment (arguments win). Pure. Chromium's own switches and the system's links
 * stand among the arguments too, so what is not known here is passed over.
 */
import { parseArgs } from 'node:util'
import { readCommon, type CommonOptions } from '../node/options'

export interface DesktopOptions extends CommonOptions {
  /** The data key may lie in a file where there is no keychain. */
  keyFile: boolean
  /** Started at login: without showing the window. */
  minimised: boolean
}

const OPTIONS = {
  'data-dir': { type: 'string' },
  'key-file': { type: 'boolean' },
  minimised: { type: 'boolean' },
  'whatsapp-endpoint': { type: 'string' },
  'whatsapp-spki': { type: 'string' },
  'whatsapp-timings': { type: 'string' },
  'log-level': { type: 'string' },
} as const

const isOn = (value: string | undefined): boolean => value === '1' || value === 'true'

/** `argv` without the program and, in development, the app's folder. */
export function parseDesktopOptions(
  argv: readonly string[],
  env: Record<string, string | undefined>,
  packaged: boolean,
): DesktopOptions | { error: string } {
  const given = parseArgs({ args: [...argv], options: OPTIONS, strict: false }).values
  const text = (option: keyof typeof OPTIONS, variable: string): string | undefined => {
    const value = given[option]
    return typeof value === 'string' ? value : env[variable] || undefined
  }
  if (given['data-dir'] === true) return { error: '--data-dir must name a folder.' }
  const common = readCommon(text, packaged)
  if ('error' in common) return common
  return {
    ...common,
    keyFile: given['key-file'] === true || isOn(env['LEADLINE_KEY_FILE']),
    minimised: given['minimised'] === true,
  }
}
