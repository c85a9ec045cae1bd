/** What a start opened, to be closed in reverse. */
import type { Logger } from './platform/ports'

type Close = () => unknown

export interface Closers {
  add(...more: Close[]): void
  /** All of them, last opened first, each once; one that fails is logged and keeps no other from closing. */
  closeAll(): Promise<void>
}

export function createClosers(logger: Logger): Closers {
  const closers: Close[] = []
  return {
    add: (...more) => {
      closers.push(...more)
    },
    async closeAll() {
      for (const close of closers.splice(0).reverse()) {
        try {
          await close()
        } catch (error) {
          logger.error('close-failed', { error })
        }
      }
    },
  }
}
