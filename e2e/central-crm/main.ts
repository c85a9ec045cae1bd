/**
 * Runs the reference CRM as its own process, so that its log outlives whatever it judges.
 *
 *   npx tsx e2e/central-crm/main.ts --db=FILE [--port=N] [--seed] [--with-parent] [--access-ttl=MS]
 *
 * Prints one JSON line `{url, pid}` when ready. Ends on SIGTERM, SIGINT and, with --with-parent, when its stdin ends.
 */
import { parseArgs } from 'node:util'
import { startCentralCrm } from './server'

const { values } = parseArgs({
  options: {
    db: { type: 'string' },
    port: { type: 'string', default: '0' },
    seed: { type: 'boolean', default: false },
    'with-parent': { type: 'boolean', default: false },
    'access-ttl': { type: 'string' },
  },
})
if (!values.db) {
  console.error('Say where to keep the data: --db=FILE')
  process.exit(2)
}

const crm = await startCentralCrm({
  dbFile: values.db,
  port: Number(values.port),
  seed: values.seed,
  ...(values['access-ttl'] ? { accessTtl: Number(values['access-ttl']) } : {}),
})

let ending = false
const end = () => {
  if (ending) return
  ending = true
  crm.close().then(
    () => process.exit(0),
    (error: unknown) => {
      console.error(error)
      process.exit(1)
    },
  )
}
process.on('SIGTERM', end)
process.on('SIGINT', end)
if (values['with-parent']) process.stdin.on('end', end).on('error', end).resume()

console.log(JSON.stringify({ url: crm.url, pid: process.pid }))
