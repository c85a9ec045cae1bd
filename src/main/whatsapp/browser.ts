/** The browser's end, and reading why it did not begin. */
import type { Browser } from 'puppeteer-core'
import { PlatformError } from '../platform/ports'
import { textOfError, within } from './failures'
import type { WaClosedReason } from './types'

/** Closes as a person would, so that the profile is written out; kills what is left after `ms`. Never rejects. */
export async function endBrowser(browser: Browser, ms: number): Promise<'closed' | 'killed'> {
  const process = browser.process()
  try {
    if (browser.connected) await within(ms, browser.close())
    if (process === null || process.exitCode !== null || process.signalCode !== null) return 'closed'
    await within(ms, new Promise((resolve) => process.once('exit', resolve)))
    return 'closed'
  } catch {
    // It hangs, or it crashed meanwhile; either way nothing of it may stay behind holding the profile.
    process?.kill('SIGKILL')
    return 'killed'
  }
}

/** Why a browser could not be started. */
export function launchFailure(error: unknown): WaClosedReason {
  if (error instanceof PlatformError && error.code === 'browser-missing') return 'browser-missing'
  if (error instanceof PlatformError && error.code === 'profile-in-use') return 'profile-in-use'
  const text = textOfError(error)
  if (/browser is already running|ProcessSingleton|SingletonLock|profile appears to be in use/i.test(text)) {
    return 'profile-in-use'
  }
  if (/ENOENT|Browser was not found|Could not find (?:Chrom|browser)|executablePath/i.test(text)) {
    return 'browser-missing'
  }
  return 'crashed'
}
