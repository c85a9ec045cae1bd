/** How our window is made. The same under test. */
import type { BrowserWindowConstructorOptions } from 'electron'
import { SMALLEST, type WindowPlace } from './window-state'

/** The screens' own lowest surface, light and dark: what is seen before they are drawn. */
const BACKGROUND = { light: '#f3f5f4', dark: '#0c1110' }

export function windowOptions(given: {
  place: WindowPlace
  preload: string
  isDark: boolean
  packaged: boolean
}): BrowserWindowConstructorOptions {
  const { x, y, width, height } = given.place
  return {
    x,
    y,
    width,
    height,
    minWidth: SMALLEST.width,
    minHeight: SMALLEST.height,
    title: 'Leadline',
    show: false,
    backgroundColor: given.isDark ? BACKGROUND.dark : BACKGROUND.light,
    webPreferences: {
      preload: given.preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      devTools: !given.packaged,
      // Its dictionaries would be fetched from another company's servers.
      spellcheck: false,
    },
  }
}
