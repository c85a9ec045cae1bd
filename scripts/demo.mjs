/** The demo: builds the app where it is stale, then starts all that e2e/demo/main.ts describes, until Ctrl-C. */
import './node-guard.mjs'
import { register } from 'tsx/esm/api'
import { buildIfNeeded } from './build-if-needed.mjs'

const argv = process.argv.slice(2)
try {
  if (!argv.includes('--help')) await buildIfNeeded()
  register()
  const { demo } = await import('../e2e/demo/main.ts')
  process.exit(await demo(argv))
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}
