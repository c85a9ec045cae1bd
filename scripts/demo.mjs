/** The demo: builds the app where it is stale, then starts all that e2e/demo/main.ts describes, until Ctrl-C. */
import './node-guard.mjs'
import { register } from 'tsx/esm/api'
import { buildIfStale } from './build.mjs'

async function main(argv) {
  const wantsHelp = argv.includes('--help')
  const built = wantsHelp ? 0 : await buildIfStale()
  if (built !== 0) return built
  register()
  const { demo } = await import('../e2e/demo/main.ts')
  return demo(argv)
}

try {
  process.exit(await main(process.argv.slice(2)))
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}
