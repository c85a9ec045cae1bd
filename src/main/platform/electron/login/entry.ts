/** Starting the desktop app at login, in each system's own words. Pure. */
import type { Settings } from 'electron'
import path from 'node:path'
import { desktopArgument, windowsArgument } from '../../node/login/quote'

/** Said by the login: nobody asked to see the window. See options.ts. */
export const MINIMISED = '--minimised'

/** The arguments of another start with the same data. @param dataFolder null where it is this system's usual one. */
export const dataArguments = (dataFolder: string | null): string[] =>
  dataFolder === null ? [] : [`--data-dir=${dataFolder}`]

/** The arguments of a start at login. @param dataFolder null where it is this system's usual one. */
export const loginArguments = (dataFolder: string | null): string[] => [
  MINIMISED,
  ...dataArguments(dataFolder),
]

/** What Linux desktops start: a file in this folder. */
export function autostartFile(home: string, env: Readonly<Record<string, string | undefined>>): string {
  const config = env['XDG_CONFIG_HOME']
  const base = config && path.posix.isAbsolute(config) ? config : path.posix.join(home, '.config')
  return path.posix.join(base, 'autostart', 'leadline.desktop')
}

/** @param program the AppImage where it is one: what runs inside lies under another path at each start. */
export const autostartEntry = (program: string, args: readonly string[]): string => `[Desktop Entry]
Type=Application
Name=Leadline
Exec=${[program, ...args].map(desktopArgument).join(' ')}
Terminal=false
X-GNOME-Autostart-enabled=true
`

/** Desktops switch an entry off in place instead of deleting it. Null: there is none. */
export const isEntryOn = (content: string | null): boolean =>
  content !== null && !/^(Hidden\s*=\s*true|X-GNOME-Autostart-enabled\s*=\s*false)\s*$/m.test(content)

/** For `app.setLoginItemSettings` on Windows and macOS, where the person's own switch in the system's settings counts too. */
export function loginItem(system: NodeJS.Platform, on: boolean, args: readonly string[]): Settings {
  // macOS takes no arguments; there Electron tells afterwards that the login opened it.
  if (system === 'darwin') return { openAtLogin: on }
  return { openAtLogin: on, enabled: on, args: args.map(windowsArgument) }
}
