/** The application menu: what the system's own keys need (copy, zoom, quit). It is seen on macOS alone. */
import type { MenuItemConstructorOptions } from 'electron'

export function menuTemplate(system: NodeJS.Platform, packaged: boolean): MenuItemConstructorOptions[] {
  const view: MenuItemConstructorOptions[] = [
    { role: 'resetZoom' },
    { role: 'zoomIn' },
    { role: 'zoomOut' },
    { type: 'separator' },
    { role: 'togglefullscreen' },
  ]
  if (!packaged) view.push({ role: 'reload' }, { role: 'toggleDevTools' })
  return [
    system === 'darwin' ? { role: 'appMenu' } : { role: 'fileMenu' },
    { role: 'editMenu' },
    { role: 'viewMenu', submenu: view },
    { role: 'windowMenu' },
  ]
}
