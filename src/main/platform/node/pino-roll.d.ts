/** What is used of pino-roll, which brings no types of its own. */
declare module 'pino-roll' {
  import type { EventEmitter } from 'node:events'

  export interface RollOptions {
    file: string
    extension?: string
    /** With a unit: `5m`. */
    size?: string
    limit?: { count?: number; removeOtherLogFiles?: boolean }
    mkdir?: boolean
    mode?: number
  }

  export interface RollStream extends EventEmitter {
    readonly destroyed: boolean
    /** -1 until the file is open. */
    readonly fd: number
    write(text: string): boolean
    flushSync(): void
    end(): void
  }

  export default function pinoRoll(options: RollOptions): Promise<RollStream>
}
