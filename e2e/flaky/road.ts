/** The way to the CRM, which can be closed: then nothing listens there, and what was under way is cut. */
import { once } from 'node:events'
import net, { type AddressInfo, type Socket } from 'node:net'
import { until } from '../harness/wait'

export interface Road {
  /** The CRM's address by this way. */
  url: string
  open(): Promise<void>
  close(): Promise<void>
}

/** @param target the CRM's own address. */
export async function buildRoad(target: string): Promise<Road> {
  const { hostname: host, port: there } = new URL(target)
  const sockets = new Set<Socket>()
  const server = net.createServer((near) => {
    const far = net.connect({ host, port: Number(there) })
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one)
      // Whatever ends the one ends the other; what was wrong, each side sees for itself.
      one.on('error', () => other.destroy())
      one.on('close', () => {
        sockets.delete(one)
        other.destroy()
      })
      one.pipe(other)
    }
  })
  const listen = async (port: number): Promise<true> => {
    server.listen(port, host)
    await once(server, 'listening')
    return true
  }
  await listen(0)
  const { port } = server.address() as AddressInfo
  return {
    url: `http://${host}:${port}`,
    open: async () => {
      // Somebody else may have the port for a moment.
      if (!server.listening) await until(() => listen(port), { what: 'the way to the CRM' })
    },
    close: async () => {
      if (!server.listening) return
      const closed = once(server, 'close')
      server.close()
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}
