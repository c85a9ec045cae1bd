/**
 * The other side of the benchmarks: nothing but the library, as its own guide says: a `Client` with `LocalAuth` for each session. Told by
 * its one argument, JSON: {dataPath, clientIds, atOnce, executablePath, args}. Prints "ready ID" for each, then "all ready".
 */
import whatsapp from 'whatsapp-web.js'

const { dataPath, clientIds, atOnce, executablePath, args } = JSON.parse(process.argv[2])
const waiting = [...clientIds]
const clients = []

async function next() {
  for (let clientId = waiting.shift(); clientId !== undefined; clientId = waiting.shift()) {
    const client = new whatsapp.Client({
      authStrategy: new whatsapp.LocalAuth({ clientId, dataPath }),
      puppeteer: { executablePath, args, headless: true, pipe: true },
      webVersionCache: { type: 'none' },
    })
    clients.push(client)
    const ready = new Promise((resolve) => client.once('ready', resolve))
    await client.initialize()
    await ready
    process.stdout.write(`ready ${clientId}\n`)
  }
}

process.once('SIGTERM', () => {
  void Promise.allSettled(clients.map((client) => client.destroy())).then(() => process.exit(0))
})
await Promise.all(Array.from({ length: atOnce }, next))
process.stdout.write('all ready\n')
