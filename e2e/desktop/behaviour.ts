/**
 * What the stand-in does where making something up from the types would not do. By type and member; a function gets the object first,
 * then the call's arguments (for a property: what the object was made with).
 */
import fs from 'node:fs'
import path from 'node:path'
import type { BrowserWindowConstructorOptions } from 'electron'
import type { CdpBackend, CdpParams } from '../../src/main/platform/electron/session/cdp'
import { socketBackend } from '../../src/main/platform/electron/session/socket-backend.testing'
import { targetFlags, type WhatsAppTarget } from '../../src/main/platform/node/whatsapp-target'
import * as network from './network'
import type { Actor } from './stand-in'

const folder = process.env['STAND_IN_FOLDER'] ?? ''
const DISPLAY = {
  id: 1,
  bounds: { x: 0, y: 0, width: 1920, height: 1080 },
  workArea: { x: 0, y: 40, width: 1920, height: 1040 },
  scaleFactor: 1,
}

const later = (act: () => void): void => void setImmediate(act)
/** An event that listeners can refuse. */
const event = () => ({ preventDefault: () => undefined })

let quitting = false
/** As Electron does it: the app's listeners are asked, then every window, and each may hold it up. */
function quit(app: Actor): void {
  if (quitting) return
  const isRefused = (on: Actor, name: string): boolean => {
    const asked = { defaultPrevented: false, preventDefault: () => (asked.defaultPrevented = true) }
    on.$events.emit(name, asked)
    return asked.defaultPrevented
  }
  if (isRefused(app, 'before-quit')) return
  for (const window of windows) {
    if (isRefused(window, 'close')) return
    destroy(window)
  }
  quitting = true
  app.$events.emit('will-quit', event())
  end(app, 0)
}
/** Nobody is asked any more. */
function exit(app: Actor, code = 0): void {
  for (const window of windows) destroy(window)
  end(app, code)
}
function end(app: Actor, code: number): never {
  app.$events.emit('quit', event(), code)
  process.exit(code)
}

interface WindowState {
  visible: boolean
  destroyed: boolean
}
const states = new WeakMap<Actor, WindowState>()
const windows = new Set<Actor>()
function stateOf(window: Actor): WindowState {
  let state = states.get(window)
  if (!state) {
    state = { visible: false, destroyed: false }
    states.set(window, state)
    windows.add(window)
  }
  return state
}
function destroy(window: Actor): void {
  const state = stateOf(window)
  if (state.destroyed) return
  state.destroyed = true
  windows.delete(window)
  const contents = window['webContents'] as Actor
  const { $name } = contents['debugger'] as Actor
  void pages.get($name)?.then((page) => page.close())
  window.$events.emit('closed')
}

/** WhatsApp Web's page is a real one, in a real Chromium, however the window around it is played. */
const pages = new Map<string, Promise<CdpBackend>>()
const switches: string[] = []
/** An installed app takes no switch for it: there it is the network that leads to the simulator. */
const simulator = process.env['STAND_IN_WHATSAPP']
if (simulator !== undefined) switches.push(...targetFlags(JSON.parse(simulator) as WhatsAppTarget))
/** A Chromium of its own for each partition, whose storage lies where Electron keeps it. */
function profileOf(cdp: Actor): string {
  const isIts = (window: Actor): boolean =>
    ((window['webContents'] as Actor)['debugger'] as Actor).$name === cdp.$name
  const [options] = ([...windows].find(isIts)?.$made ?? []) as [BrowserWindowConstructorOptions?]
  const partition = options?.webPreferences?.partition?.replace('persist:', '') ?? 'none'
  const storage = path.join(folder, 'sessionData', 'Partitions', partition)
  const profile = path.join(folder, 'chromium', partition)
  fs.mkdirSync(storage, { recursive: true })
  fs.mkdirSync(profile, { recursive: true })
  if (!fs.existsSync(path.join(profile, 'Default')))
    fs.symlinkSync(storage, path.join(profile, 'Default'), 'junction')
  return profile
}
function attach(cdp: Actor): void {
  const page = socketBackend({
    executable: process.env['STAND_IN_BROWSER'] ?? '',
    profile: profileOf(cdp),
    args: [...switches, '--disable-gpu', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
  })
  pages.set(cdp.$name, page)
  void page.then((backend) =>
    backend.listen({
      message: (method, params, sessionId) =>
        cdp.$events.emit('message', event(), method, params, sessionId ?? ''),
      detached: (reason) => cdp.$events.emit('detach', event(), reason),
    }),
  )
}

export const BEHAVIOUR: Record<string, unknown> = {
  'App.whenReady': () => Promise.resolve(),
  'App.isReady': () => true,
  'App.isPackaged': process.env['STAND_IN_PACKAGED'] === '1',
  'App.requestSingleInstanceLock': () => true,
  'App.getPath': (_app: Actor, name: string) => path.join(folder, name),
  'App.getAppPath': () => process.cwd(),
  'App.getVersion': () => process.env['STAND_IN_APP_VERSION'] ?? '',
  'App.getName': () => 'Leadline',
  'App.getPreferredSystemLanguages': () => ['id-ID', 'en-US'],
  'App.quit': (app: Actor) => later(() => quit(app)),
  'App.exit': exit,
  'CommandLine.appendSwitch': (_line: Actor, name: string, value?: string) => {
    switches.push(value === undefined ? `--${name}` : `--${name}=${value}`)
  },
  'CommandLine.hasSwitch': (_line: Actor, name: string) =>
    process.argv.some((each) => each === `--${name}` || each.startsWith(`--${name}=`)),
  'Notification.isSupported': () => true,
  'GlobalShortcut.register': () => true,
  'Screen.getAllDisplays': () => [DISPLAY],
  'Screen.getPrimaryDisplay': () => DISPLAY,
  'ClientRequest.end': network.end,
  'ClientRequest.abort': network.abort,
  'BrowserWindow.loadURL': (window: Actor) => {
    stateOf(window)
    later(() => window.$events.emit('ready-to-show'))
    return Promise.resolve()
  },
  'BrowserWindow.show': (window: Actor) => void (stateOf(window).visible = true),
  'BrowserWindow.hide': (window: Actor) => void (stateOf(window).visible = false),
  'BrowserWindow.isVisible': (window: Actor) => stateOf(window).visible,
  'BrowserWindow.isDestroyed': (window: Actor) => stateOf(window).destroyed,
  'BrowserWindow.getNormalBounds': () => ({ x: 10, y: 50, width: 1200, height: 800 }),
  'BrowserWindow.destroy': destroy,
  'WebContents.setWindowOpenHandler': () => undefined,
  'WebFrameMain.parent': () => null,
  'WebFrameMain.url': 'leadline-app://inbox/',
  'WebFrameMain.origin': 'leadline-app://inbox',
  'Debugger.attach': attach,
  'Debugger.sendCommand': async (cdp: Actor, method: string, params: CdpParams, sessionId?: string) =>
    (await pages.get(cdp.$name))?.send(method, params, sessionId),
  'Debugger.isAttached': (cdp: Actor) => pages.has(cdp.$name),
}

/** Calls that answer a new object each time, and what is done with it: it gets the call's arguments. */
export const MAKING: Record<string, (made: Actor, options: network.RequestOptions) => void> = {
  'Net.request': network.begin,
}
