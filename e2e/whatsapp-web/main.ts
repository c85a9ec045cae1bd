/**
 * The simulator as a process of its own, so that it outlives the app under test:
 *   npx tsx e2e/whatsapp-web/main.ts [--state-dir=DIR] [--port=N] [--control-port=N] [--with-parent]
 * Prints one JSON line {endpoint, spki, controlUrl, pid} when ready; ends on SIGTERM or SIGINT, and with
 * --with-parent also when its standard input closes.
 */
import { parseArgs } from 'node:util'
import { startWhatsAppWeb } from './server'

const { values } = parseArgs({
  options: {
    'state-dir': { type: 'string' },
    port: { type: 'string' },
    'control-port': { type: 'string' },
    'with-parent': { type: 'boolean' },
  },
})

const stateDir = values['state-dir']
const simulator = await startWhatsAppWeb({
  ...(stateDir === undefined ? {} : { stateDir }),
  port: Number(values.port ?? 0),
  controlPort: Number(values['control-port'] ?? 0),
})
let ending = false
function end(): void {
  if (ending) return
  ending = true
  void simulator.close().then(() => process.exit(0))
}
process.on('SIGTERM', end)
process.on('SIGINT', end)
if (values['with-parent'] === true) {
  process.stdin.on('end', end)
  process.stdin.on('close', end)
  process.stdin.resume()
}
const { endpoint, spki, controlUrl } = simulator
process.stdout.write(`${JSON.stringify({ endpoint, spki, controlUrl, pid: process.pid })}\n`)
