/** The log: JSON lines in logs/app.*.log, errors also in logs/error.*.log, rotated by size and count, redacted before they are written. */
import path from 'node:path'
import { once } from 'node:events'
import pino from 'pino'
import pinoRoll, { type RollStream } from 'pino-roll'
import type { Logger } from '../ports'
import type { LogLevel } from './options'
import { redactFields, redactText } from './redact'

const LARGEST_FILE = '5m'
const FILES_KEPT = 4

export interface FileLogger extends Logger {
  /** Writes out what is still in memory. Nothing may be logged afterwards. */
  close(): Promise<void>
}

/** A file that is still being opened throws when it is flushed, which would hide why the process ends so soon. */
const isOpen = ({ destroyed, fd }: RollStream): boolean => !destroyed && fd >= 0

export async function createLogger(folder: string, level: LogLevel): Promise<FileLogger> {
  const roll = (file: string) =>
    pinoRoll({
      file: path.join(folder, file),
      extension: '.log',
      size: LARGEST_FILE,
      limit: { count: FILES_KEPT, removeOtherLogFiles: true },
      mkdir: true,
      mode: 0o600,
    })
  const [app, errors] = await Promise.all([roll('app'), roll('error')])
  const destination = pino.multistream([
    { level: 'debug', stream: app },
    { level: 'error', stream: errors },
  ])
  const options = { level, base: { pid: process.pid }, timestamp: pino.stdTimeFunctions.isoTime }
  const flush = (): void => {
    for (const stream of [app, errors]) if (isOpen(stream)) stream.flushSync()
  }
  process.once('exit', flush)
  let closed = false

  const wrap = (logger: pino.Logger): Logger => {
    const write =
      (at: LogLevel) =>
      (event: string, fields?: Record<string, unknown>): void => {
        if (!closed && logger.isLevelEnabled(at))
          logger[at](fields ? redactFields(fields) : {}, redactText(event))
      }
    return {
      debug: write('debug'),
      info: write('info'),
      warn: write('warn'),
      error: write('error'),
      child: (room) => wrap(logger.child({ room })),
    }
  }

  return {
    ...wrap(pino(options, destination)),
    async close() {
      if (closed) return
      closed = true
      process.off('exit', flush)
      await Promise.all(
        [app, errors].map(async (stream) => {
          const done = once(stream, 'close')
          stream.end()
          await done
        }),
      )
    },
  }
}
