/** Paper from the installed browser: a browser of its own for each, without script, without network, and gone with all it kept. */
import fs from 'node:fs/promises'
import path from 'node:path'
import type { Browser, Page } from 'puppeteer-core'
import type { DocumentPrinter } from '../ports'
import { findBrowser, type InstalledBrowser } from './find-browser'
import { QUIET } from './quiet'

/** Where the document seems to come from: an address that nothing can have. */
const PLACE = 'https://paper.invalid/'
/** For the whole, ms. */
const PATIENCE = 60_000

export interface NodePrinterOptions {
  /** Made for each print, and removed after it. */
  folder: string
  find?: () => Promise<InstalledBrowser>
}

async function printIn(browser: Browser, html: string): Promise<Uint8Array> {
  // Of this context nothing is ever written to the disk.
  const context = await browser.createBrowserContext()
  const page: Page = await context.newPage()
  await page.setJavaScriptEnabled(false)
  await page.setRequestInterception(true)
  page.on('request', (request) => {
    const answer =
      request.url() === PLACE
        ? request.respond({ contentType: 'text/html; charset=utf-8', body: html })
        : request.url().startsWith('data:')
          ? request.continue()
          : request.abort('accessdenied')
    // The page was closed meanwhile: whoever waits for it hears of that.
    answer.catch(() => undefined)
  })
  await page.goto(PLACE, { waitUntil: 'load', timeout: PATIENCE })
  return page.pdf({ preferCSSPageSize: true, printBackground: true, timeout: PATIENCE })
}

export function createNodePrinter({ folder, find = findBrowser }: NodePrinterOptions): DocumentPrinter {
  return {
    async pdf(html) {
      const { executable } = await find()
      // Only who prints pays for it.
      const { launch } = await import('puppeteer-core')
      await fs.mkdir(folder, { recursive: true, mode: 0o700 })
      const profile = await fs.mkdtemp(path.join(folder, 'print-'))
      try {
        const browser = await launch({
          executablePath: executable,
          headless: true,
          pipe: true,
          userDataDir: profile,
          handleSIGINT: false,
          handleSIGTERM: false,
          handleSIGHUP: false,
          timeout: PATIENCE,
          args: [
            ...QUIET,
            '--host-resolver-rules=MAP * ~NOTFOUND',
            // Chromium refuses its sandbox to root; everybody else keeps it.
            ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
          ],
        })
        try {
          return await printIn(browser, html)
        } finally {
          await browser.close()
        }
      } finally {
        await fs.rm(profile, { recursive: true, force: true, maxRetries: 5 })
      }
    },
  }
}
