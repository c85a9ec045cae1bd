/** Child processes of a test: started until they say they are ready, and surely ended, also when the test runner itself is killed. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

export interface Child {
  readonly pid: number
  /** All that it printed so far, both streams. */
  output(): string
  /** Sends the signal and waits for the end; a child that does not end within 15 s is killed, and that is an error. */
  kill(signal: NodeJS.Signals): Promise<void>
  readonly exited: Promise<number | null>
}

export interface ChildOptions {
  env?: Record<string, string>
  /** Milliseconds until it must be ready; 60,000 unless set. */
  timeout?: number
}

const END_MS = 15_000

/** Nothing that a test runner started outlives it, whatever ends it: its last children are killed with it. */
const running = new Set<ChildProcess>()
process.on('exit', () => running.forEach((child) => child.kill('SIGKILL')))

/**
 * Starts a script with this Node. Its standard input stays open as long as the test runner lives.
 * @param ready gives what the line that says "ready" means, undefined for other lines
 * @throws where it ends or the time is over before it is ready, with what it printed
 */
export async function startChild<T>(
  args: readonly string[],
  ready: (line: string) => T | undefined,
  { env = {}, timeout = 60_000 }: ChildOptions = {},
): Promise<{ child: Child; value: T }> {
  const child: ChildProcess = spawn(process.execPath, [...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  })
  running.add(child)
  const lines: string[] = []
  const exited = once(child, 'exit').then(([code]) => code as number | null)
  void exited.finally(() => running.delete(child))
  let timer: NodeJS.Timeout | undefined
  const value = await new Promise<T>((resolve, reject) => {
    const read = (line: string): void => {
      lines.push(line)
      const found = ready(line)
      if (found !== undefined) resolve(found)
    }
    const giveUp = (what: string): void => reject(new Error(`${what}:\n${lines.join('\n')}`))
    if (child.stdout) createInterface(child.stdout).on('line', read)
    if (child.stderr) createInterface(child.stderr).on('line', (line) => lines.push(line))
    void exited.then((code) => giveUp(`${args.join(' ')} ended with ${code} before it was ready`))
    timer = setTimeout(() => {
      child.kill('SIGKILL')
      giveUp(`${args.join(' ')} was not ready within ${timeout} ms`)
    }, timeout)
  }).finally(() => clearTimeout(timer))
  return {
    value,
    child: {
      pid: child.pid!,
      output: () => lines.join('\n'),
      exited,
      kill: async (signal) => {
        // What a test has killed itself has ended as it should.
        if (!running.has(child)) return
        const last = setTimeout(() => child.kill('SIGKILL'), END_MS)
        child.kill(signal)
        await exited
        clearTimeout(last)
        if (child.signalCode === 'SIGKILL' && signal !== 'SIGKILL')
          throw new Error(`did not end within ${END_MS} ms of ${signal}:\n${lines.join('\n')}`)
      },
    },
  }
}
