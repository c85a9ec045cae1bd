/** Running other programs from the scripts: with their output shown, or kept until it is needed. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'

export const ROOT = path.resolve(import.meta.dirname, '..')

/** The file behind a package's command, to be run with this very Node on every system, without a shell. */
export const tool = (file) => path.join(ROOT, 'node_modules', file)

/**
 * Runs to the end. With `quiet` its output is kept and answered instead of shown.
 * @returns {Promise<{ code: number, output: string }>} 1 as code where it was killed.
 */
export async function run(command, args, { quiet = false, env = process.env, timeout } = {}) {
  const child = spawn(command, args, {
    cwd: ROOT,
    env,
    stdio: quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit',
    ...(timeout === undefined ? {} : { timeout, killSignal: 'SIGKILL' }),
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text) => {
      output += text
    })
  }
  try {
    const [code] = await once(child, 'close')
    return { code: code ?? 1, output }
  } catch (error) {
    return { code: 1, output: `${output}${error.message}\n` }
  }
}

export const runNode = (args, options) => run(process.execPath, args, options)

/** Runs in our place: gets our signals, and its exit code becomes ours. */
export async function become(command, args, env = process.env) {
  const child = spawn(command, args, { cwd: ROOT, env, stdio: 'inherit' })
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
  // Ctrl-C reaches the whole group anyway; what is sent to us alone must be passed on. It decides when it ends, not we.
  for (const signal of signals) process.on(signal, () => child.kill(signal))
  const [code, signal] = await once(child, 'exit')
  if (signal === null) process.exit(code)
  for (const each of signals) process.removeAllListeners(each)
  process.kill(process.pid, signal)
}
