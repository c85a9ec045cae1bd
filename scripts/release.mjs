/** For a release (.github/workflows/release.yml): packages what is built for this system and adds it to the draft. */
import { runNode, tool } from './run.mjs'
import { signing } from './signing.mjs'

const SECRET = /^(CSC_|(MAC|WINDOWS)_CERTIFICATE|APPLE_)/

const { env, args, said } = signing(process.platform, process.env)
process.stdout.write(`${said}\n`)
const others = Object.fromEntries(Object.entries(process.env).filter(([name]) => !SECRET.test(name)))
const { code } = await runNode([tool('electron-builder/cli.js'), '--publish', 'always', ...args], {
  env: { ...others, ...env },
})
process.exit(code)
