/** The tray icon, its menu, and the unread badge on dock and taskbar. Decides nothing: see state.ts and menu.ts. */
import path from 'node:path'
import {
  app,
  Menu,
  nativeImage,
  nativeTheme,
  Tray,
  type BrowserWindow,
  type MenuItemConstructorOptions,
} from 'electron'
import type { Account, Language } from '../../../../contract'
import { menuOf, type TrayAction, type TrayItem } from './menu'
import { iconFile, overlayFile, tooltip, worstOf } from './state'
import { WORDS } from './words'

export interface TrayModel {
  accounts: readonly Account[]
  /** Chats with unread messages. */
  unread: number
  language: Language
}

export interface TrayOptions {
  /** Where the pictures are. */
  folder: string
  act(action: TrayAction): void
  /** The window whose taskbar button gets the badge on Windows. */
  window(): BrowserWindow | null
  /** Of its words until it is told what to show. */
  language: Language
}

export interface AppTray {
  show(model: TrayModel): void
  close(): void
}

export function createTray({ folder, act, window, language }: TrayOptions): AppTray {
  const picture = (file: string) => nativeImage.createFromPath(path.join(folder, file))
  const icon = (accounts: readonly Account[]) =>
    // Windows has a theme of its own for the taskbar.
    picture(
      iconFile(worstOf(accounts), process.platform, nativeTheme.shouldUseDarkColorsForSystemIntegratedUI),
    )
  let shown: TrayModel = { accounts: [], unread: 0, language }
  const tray = new Tray(icon([]))

  const template = (items: readonly TrayItem[]): MenuItemConstructorOptions[] =>
    items.map((item) => {
      if (item.kind === 'separator') return { type: 'separator' }
      if (item.kind === 'menu') return { label: item.label, submenu: template(item.items) }
      const { label, action } = item
      return action ? { label, click: () => act(action) } : { label, enabled: false }
    })

  const draw = (): void => {
    const { accounts, unread, language } = shown
    const words = WORDS[language]
    drawBadge()
    tray.setImage(icon(accounts))
    tray.setToolTip(tooltip(accounts, unread, words))
    tray.setContextMenu(Menu.buildFromTemplate(template(menuOf(accounts, unread, words))))
  }

  const drawBadge = (): void => {
    const { unread, language } = shown
    if (process.platform !== 'win32') {
      app.setBadgeCount(unread)
      return
    }
    const file = overlayFile(unread)
    window()?.setOverlayIcon(file ? picture(file) : null, file ? WORDS[language].unread(unread) : '')
  }

  // macOS opens the menu on a click; elsewhere a click opens the window.
  if (process.platform !== 'darwin') tray.on('click', () => act({ do: 'open' }))
  // A window that is hidden has no button on the taskbar, and comes back with one without a badge.
  if (process.platform === 'win32') window()?.on('show', drawBadge)
  nativeTheme.on('updated', draw)
  draw()
  return {
    show(model) {
      shown = model
      draw()
    },
    close() {
      nativeTheme.off('updated', draw)
      tray.destroy()
    },
  }
}
