/**
 * A simulator of WhatsApp Web, good enough that the unmodified whatsapp-web.js in a real Chromium can't tell:
 * the site over HTTPS on loopback, the servers and the owners' phones behind it, and a control channel.
 */
import { once } from 'node:events'
import type { Server } from 'node:http'
import { createServer } from 'node:https'
import { WebSocketServer } from 'ws'
import { certificateFor } from './certificate'
import { controlServer } from './control-server'
import { Phones } from './phones'
import { deviceOf, siteOf } from './site'

export interface WhatsAppWebOptions {
  /** Keeps certificate, linked devices, chats, messages, media and log here; without it all is in memory. */
  stateDir?: string
  /** Port of the site; free one unless set. */
  port?: number
  /** Port of the control channel; free one unless set. */
  controlPort?: number
}

export interface WhatsAppWeb {
  /** `127.0.0.1:PORT` of the site, for Chromium's --host-resolver-rules. */
  endpoint: string
  /** base64 hash of the certificate's key, for --ignore-certificate-errors-spki-list. */
  spki: string
  /** `http://127.0.0.1:PORT` of the control channel. */
  controlUrl: string
  close(): Promise<void>
}

/** Starts a simulator; resolves once both of its ports listen. */
export async function startWhatsAppWeb(options: WhatsAppWebOptions = {}): Promise<WhatsAppWeb> {
  const certificate = await certificateFor(options.stateDir)
  const phones = new Phones(options.stateDir)
  const site = createServer({ key: certificate.key, cert: certificate.cert }, siteOf(phones))
  const sockets = new WebSocketServer({ noServer: true, maxPayload: 256 * 1024 * 1024 })
  site.on('upgrade', (request, socket, head) => {
    if (!phones.ofDevice(deviceOf(request)).line.up) {
      socket.destroy()
      return
    }
    sockets.handleUpgrade(request, socket, head, (opened) => {
      phones.open(opened)
    })
  })
  const control = controlServer(phones)
  const port = await listen(site, options.port)
  const controlPort = await listen(control, options.controlPort)

  return {
    endpoint: `127.0.0.1:${port}`,
    spki: certificate.spki,
    controlUrl: `http://127.0.0.1:${controlPort}`,
    async close() {
      phones.close()
      for (const server of [site, control]) {
        const closed = once(server, 'close')
        server.close()
        server.closeAllConnections()
        await closed
      }
      phones.endKeeping()
    },
  }
}

async function listen(
  server: Pick<Server, 'listen' | 'address' | 'once' | 'off'>,
  port = 0,
): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject)
      resolve()
    })
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server has no port')
  return address.port
}
