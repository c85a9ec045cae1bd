/** Child processes of a test: started until they say they are ready, and surely ended. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

export interface Child {
  readonly pid: number
  /** All that it printed so far, both streams. */
  output(): string
  /** Sends the signal and waits for the end. */
  kill(signal: NodeJS.Signals): Promise<void>
  readonly exited: Promise<number | null>
}

/**
 * Starts a script with this Node.
 * @param ready gives what the line that says "ready" means, undefined for other lines
 * @throws where it ends before it is ready, with what it printed
 */
export async function startChild<T>(
  args: readonly string[],
  ready: (line: string) => T | undefined,
  env: Record<string, string> = {},
): Promise<{ child: Child; value: T }> {
  const child: ChildProcess = spawn(process.execPath, [...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  })
  const lines: string[] = []
  const exited = once(child, 'exit').then(([code]) => code as number | null)
  const value = await new Promise<T>((resolve, reject) => {
    const read = (line: string): void => {
      lines.push(line)
      const found = ready(line)
      if (found !== undefined) resolve(found)
    }
    if (child.stdout) createInterface(child.stdout).on('line', read)
    if (child.stderr) createInterface(child.stderr).on('line', (line) => lines.push(line))
    void exited.then((code) =>
      reject(new Error(`ended with ${code} before it was ready:\n${lines.join('\n')}`)),
    )
  })
  return {
    value,
    child: {
      pid: child.pid!,
      output: () => lines.join('\n'),
      exited,
      kill: async (signal) => {
        child.kill(signal)
        await exited
      },
    },
  }
}
