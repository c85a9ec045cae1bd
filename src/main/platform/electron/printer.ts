/** Paper from the app's own Chromium: a window that nobody sees, without script, without network, in a session that keeps nothing. */
import { BrowserWindow, session, type BrowserWindowConstructorOptions } from 'electron'
import type { DocumentPrinter } from '../ports'

/** Without `persist:` it is in memory alone. */
const PARTITION = 'paper'

export const PRINT_WINDOW: BrowserWindowConstructorOptions = {
  show: false,
  webPreferences: {
    partition: PARTITION,
    javascript: false,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webSecurity: true,
    webviewTag: false,
    spellcheck: false,
    devTools: false,
  },
}

export function createElectronPrinter(): DocumentPrinter {
  return {
    async pdf(html) {
      const own = session.fromPartition(PARTITION)
      own.setPermissionRequestHandler((_contents, _permission, answer) => answer(false))
      own.webRequest.onBeforeRequest((request, answer) =>
        answer({ cancel: !request.url.startsWith('data:') }),
      )
      const window = new BrowserWindow(PRINT_WINDOW)
      try {
        await window.loadURL(`data:text/html;charset=utf-8;base64,${Buffer.from(html).toString('base64')}`)
        return await window.webContents.printToPDF({ preferCSSPageSize: true, printBackground: true })
      } finally {
        window.destroy()
      }
    },
  }
}
