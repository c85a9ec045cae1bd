/** Takes the ports that the window's preload hands over, and says who they came from. */
import { ipcMain, type IpcMainEvent, type MessagePortMain, type WebContents } from 'electron'
import type { Logger } from '../ports'

/** As the contract's port server judges it. */
export interface PortSender {
  isOwnWindow: boolean
  frame: { isMainFrame: boolean; url: string; origin: string } | null
}

function senderOf({ sender, senderFrame }: IpcMainEvent, own: WebContents | null): PortSender {
  const frame = senderFrame && {
    isMainFrame: senderFrame.parent === null && sender.mainFrame === senderFrame,
    url: senderFrame.url,
    origin: senderFrame.origin,
  }
  return { isOwnWindow: own !== null && sender === own, frame }
}

/** @param accept throws where the sender is not served. */
export function listenForPorts(options: {
  window(): WebContents | null
  accept(sender: PortSender, port: MessagePortMain): void
  logger: Logger
}): void {
  ipcMain.on('leadline:port', (event) => {
    const [port, ...more] = event.ports
    for (const each of more) each.close()
    if (!port) return
    try {
      options.accept(senderOf(event, options.window()), port)
    } catch (error) {
      options.logger.warn('port-refused', { error })
    }
  })
}
