/** The browser's end, and reading why it did not begin. */
import type { ChildProcess } from 'node:child_process'
import type { Browser } from 'puppeteer-core'
import { PlatformError } from '../platform/ports'
import { textOfError, within } from './failures'
import type { WaClosedReason } from './types'

/** Closes as a person would, so that the profile is written out; kills what is left after `ms`. Never rejects. */
export async function endBrowser(browser: Browser, ms: number): Promise<void> {
  const process = browser.process()
  try {
    await within(ms, closed(browser, process))
  } catch {
    // It hangs, or it crashed meanwhile; either way nothing of it may stay behind holding the profile.
    process?.kill('SIGKILL')
  }
}

async function closed(browser: Browser, process: ChildProcess | null): Promise<void> {
  if (browser.connected) await browser.close()
  if (process === null || process.exitCode !== null || process.signalCode !== null) return
  await new Promise((resolve) => process.once('exit', resolve))
}

/** Why a browser could not be started. */
export function launchFailure(error: unknown): WaClosedReason {
  if (error instanceof PlatformError && error.code === 'browser-missing') return 'browser-missing'
  if (error instanceof PlatformError && error.code === 'profile-in-use') return 'profile-in-use'
  if (error instanceof PlatformError && error.code === 'profile-left') return 'profile-left'
  const text = textOfError(error)
  if (/browser is already running|ProcessSingleton|SingletonLock|profile appears to be in use/i.test(text)) {
    return 'profile-in-use'
  }
  if (/ENOENT|Browser was not found|Could not find (?:Chrom|browser)|executablePath/i.test(text)) {
    return 'browser-missing'
  }
  return 'crashed'
}
