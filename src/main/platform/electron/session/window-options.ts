/** What WhatsApp Web's windows are made of, as data. */
import type { BrowserWindowConstructorOptions } from 'electron'
import { isAccountId } from '../../node/profile'
import { targetFlags, type WhatsAppTarget } from '../../node/whatsapp-target'

/**
 * An account's own cookies, storage and cache, kept on disk. A restored profile is the next generation of it, since Electron does not
 * let go of a partition that it has opened. @throws {RangeError} where the id could name another place.
 */
export function partitionOf(accountId: string, generation: number): string {
  if (!isAccountId(accountId)) throw new RangeError('not an account id')
  return `persist:${partitionFolder(accountId, generation)}`
}

/** Its folder below Electron's `Partitions`: Electron takes the name in small letters. A dot is in no account's id. */
export const partitionFolder = (accountId: string, generation: number): string =>
  `whatsapp-${accountId.toLowerCase()}${generation === 0 ? '' : `.${generation}`}`

/** A foreign page: nothing of ours reaches into it but the debugger. */
export function windowOptions(partition: string): BrowserWindowConstructorOptions {
  return {
    show: false,
    width: 1280,
    height: 900,
    title: 'WhatsApp Web',
    autoHideMenuBar: true,
    webPreferences: {
      partition,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webviewTag: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      // It works while nobody looks at it.
      backgroundThrottling: false,
      // Would download a dictionary, and nobody writes here.
      spellcheck: false,
    },
  }
}

/**
 * The development options as switches with their values, for `app.commandLine.appendSwitch` before the app is ready. They hold for
 * every window, so every other name leads nowhere there too.
 */
export function targetSwitches(target: WhatsAppTarget): (readonly [name: string, value: string])[] {
  return targetFlags(target).map((flag) => {
    const at = flag.indexOf('=')
    return [flag.slice('--'.length, at), flag.slice(at + 1)]
  })
}
