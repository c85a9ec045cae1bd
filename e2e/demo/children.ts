/**
 * The programs that the demo starts. Each has the demo's end of its standard input and ends when that closes, so nothing outlives the
 * demo, however it ends; and each has a process group of its own, so that Ctrl-C reaches the demo alone, which ends them in order.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { createWriteStream, mkdirSync } from 'node:fs'
import path from 'node:path'
import { createInterface } from 'node:readline'

export interface Program<T> {
  /** For people. */
  name: string
  /** For Node: options, script, arguments. */
  args: readonly string[]
  /** What the program's first lines say; undefined while it is not ready. */
  ready: (line: string) => T | undefined
}

export interface Child<T> {
  name: string
  pid: number
  said: T
  /** Resolves with how it ended. */
  ended: Promise<string>
  /** Asks it to end, and makes it after a while. */
  stop(): Promise<void>
}

/** The app gives itself 5 seconds. */
const PATIENCE_MS = 8000
const READY_MS = 60_000
const KEPT_LINES = 15

function howItEnded(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.on('error', (error) => resolve(error.message))
    child.on('exit', (code, signal) => resolve(signal ?? `exit code ${code ?? 'unknown'}`))
  })
}

/** @throws with its last words where it ends, or takes too long, before it is ready. */
export async function startChild<T>(program: Program<T>, root: string, logDir: string): Promise<Child<T>> {
  mkdirSync(logDir, { recursive: true })
  const log = createWriteStream(path.join(logDir, `${program.name}.log`))
  const child = spawn(process.execPath, program.args, {
    cwd: root,
    stdio: ['pipe', 'pipe', 'pipe'],
    // On Windows this would open a console window.
    detached: process.platform !== 'win32',
  })
  // A child that is gone can't be told to end; its exit says so already.
  child.stdin.on('error', () => undefined)
  const ended = howItEnded(child)
  const lastWords: string[] = []
  const said = new Promise<T>((resolve) => {
    for (const stream of [child.stdout, child.stderr])
      createInterface(stream).on('line', (line) => {
        log.write(`${line}\n`)
        lastWords.push(line)
        if (lastWords.length > KEPT_LINES) lastWords.shift()
        const ready = program.ready(line)
        if (ready !== undefined) resolve(ready)
      })
  })
  const stop = async (): Promise<void> => {
    child.stdin.end()
    const timer = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS)
    await ended
    clearTimeout(timer)
    log.end()
  }

  let slow: NodeJS.Timeout | undefined
  const late = new Promise<string>((resolve) => {
    slow = setTimeout(resolve, READY_MS, `not ready after ${READY_MS / 1000} s`)
  })
  const first = await Promise.race([
    said.then((value) => ({ value })),
    Promise.race([ended, late]).then((problem) => ({ problem })),
  ])
  clearTimeout(slow)
  if ('problem' in first) {
    await stop()
    throw new Error(`${program.name} did not start (${first.problem}).\n${lastWords.join('\n')}`)
  }
  return { name: program.name, pid: child.pid ?? 0, said: first.value, ended, stop }
}
