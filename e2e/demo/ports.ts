/** Ports that stay the same from one start to the next: the app remembers the CRM's address. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import path from 'node:path'
import { z } from 'zod'

const portsSchema = z.object({ site: z.number(), control: z.number(), crm: z.number() })
export type Ports = z.infer<typeof portsSchema>

/** @param port 0 for any. @returns the port, or null where it is taken. */
async function free(port: number): Promise<number | null> {
  const server = createServer()
  return new Promise((resolve) => {
    server.once('error', () => resolve(null))
    server.listen(port, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(address !== null && typeof address === 'object' ? address.port : null))
    })
  })
}

/** Last time's ports where they are still free, others where not. */
export async function stablePorts(stateDir: string): Promise<Ports> {
  const file = path.join(stateDir, 'ports.json')
  const saved = existsSync(file)
    ? portsSchema.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data
    : undefined
  const take = async (wanted: number | undefined): Promise<number> => {
    const port = (await free(wanted ?? 0)) ?? (await free(0))
    if (port === null) throw new Error('No port is free on 127.0.0.1.')
    return port
  }
  const ports: Ports = {
    site: await take(saved?.site),
    control: await take(saved?.control),
    crm: await take(saved?.crm),
  }
  writeFileSync(file, JSON.stringify(ports))
  return ports
}
