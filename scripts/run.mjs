/** Running other programs from scripts: with this Node, from the project's root. */
import { spawn } from 'node:child_process'
import path from 'node:path'

export const ROOT = path.resolve(import.meta.dirname, '..')

/** A package's command as a script for this Node: no shell, the same on every system. */
export const bin = (file) => path.join(ROOT, 'node_modules', file)

/** Resolves to the exit code. @param options `quiet` collects the output and shows it only where it fails. */
export function run(args, { quiet = false, env = {}, command = process.execPath } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: ROOT,
      env: { ...process.env, ...env },
      stdio: quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit',
    })
    const output = []
    child.stdout?.on('data', (data) => output.push(data))
    child.stderr?.on('data', (data) => output.push(data))
    child.on('error', reject)
    child.on('exit', (code, signal) => {
      if (quiet && code !== 0) process.stdout.write(Buffer.concat(output))
      resolve(signal ? 1 : (code ?? 1))
    })
  })
}
