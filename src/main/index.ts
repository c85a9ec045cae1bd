/**
 * The desktop host's entry: Electron around the same app. What must be settled before the app is ready stands here in its order; what
 * runs afterwards is desktop.ts.
 */
import './frugal'
import { app, dialog, session } from 'electron'
import { runDesktop } from './desktop'
import {
  defaultDataFolder,
  desktopUserAgent,
  endStart,
  guardEverything,
  LINK_SCHEME,
  linkIn,
  makePaths,
  openExternal,
  parseDeepLink,
  parseDesktopOptions,
  refusedSwitches,
  registerOwnScheme,
  targetSwitches,
} from './platform/electron'
import { createDoor } from './door'
import { languageOf } from './settings'

const complain = (line: string): void => void process.stderr.write(`${line}\n`)

function begin(): void {
  const refused = refusedSwitches((name) => app.commandLine.hasSwitch(name), app.isPackaged)
  if (refused.length > 0) {
    complain(`Leadline does not start with --${refused.join(', --')}.`)
    // Which an AppImage's own starter says where the system gives it none: nobody typed it.
    const isAppImage = process.env['APPIMAGE'] !== undefined
    if (isAppImage && refused.join() === 'no-sandbox')
      void endStart((words) => words.noSandbox, languageOf, 2)
    else app.exit(2)
    return
  }
  // A program that is not packaged is followed by the app's folder.
  const argv = process.argv.slice(app.isPackaged ? 1 : 2)
  const options = parseDesktopOptions(argv, process.env, app.isPackaged)
  if ('error' in options) {
    complain(options.error)
    app.exit(2)
    return
  }
  app.enableSandbox()
  app.setAppUserModelId('app.leadline.desktop')
  // A session's own user agent does not reach its workers, and WhatsApp Web has one (electron#16196).
  app.userAgentFallback = desktopUserAgent(process.versions.chrome, process.platform)
  const paths = makePaths(options.dataDir ?? defaultDataFolder())
  // The single-instance lock goes by this folder; what Chromium keeps has a place of its own within.
  app.setPath('userData', paths.data)
  app.setPath('sessionData', paths.chromium)
  if (!app.requestSingleInstanceLock()) {
    // The other one has this start's arguments now, and shows itself.
    app.exit(0)
    return
  }
  if (options.whatsapp) {
    for (const [name, value] of targetSwitches(options.whatsapp)) app.commandLine.appendSwitch(name, value)
  }
  registerOwnScheme()

  const door = createDoor()
  guardEverything({
    app,
    isOwn: (each) => each === session.defaultSession,
    openExternal,
    logger: door.logger,
  })
  if (app.isPackaged) app.setAsDefaultProtocolClient(LINK_SCHEME)
  app.on('second-instance', (_event, otherArgv) => door.show(linkIn(otherArgv)))
  app.on('open-url', (event, url) => {
    event.preventDefault()
    door.show(parseDeepLink(url))
  })
  app.on('activate', () => door.activate())
  const link = linkIn(argv)
  if (link) door.show(link)

  app
    .whenReady()
    .then(() => runDesktop({ options, paths, door, folder: import.meta.dirname }))
    .catch((error: unknown) => {
      const message = error instanceof Error ? error.message : String(error)
      complain(message)
      // Who started it by a click sees no terminal.
      if (app.isPackaged) dialog.showErrorBox('Leadline', message)
      app.exit(1)
    })
}

begin()
