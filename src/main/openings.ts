/** What is to be opened on the screen: told at once where a screen listens, else to the next one that does. Only the latest counts. */
import type { AppEvent, OpenTarget } from '../contract'

export interface Openings {
  open(target: OpenTarget): void
  /** The stream of a screen that begins to listen, with what waited for one in front. */
  before(stream: AsyncGenerator<AppEvent>): AsyncGenerator<AppEvent>
}

async function* prepend(first: AppEvent, rest: AsyncGenerator<AppEvent>): AsyncGenerator<AppEvent> {
  try {
    yield first
    yield* rest
  } finally {
    await rest.return(undefined)
  }
}

export function createOpenings(options: { isHeard(): boolean; emit(event: AppEvent): void }): Openings {
  let waiting: OpenTarget | null = null
  return {
    open(target) {
      if (options.isHeard()) options.emit({ type: 'open', target })
      else waiting = target
    },
    before(stream) {
      if (waiting === null) return stream
      const target = waiting
      waiting = null
      return prepend({ type: 'open', target }, stream)
    },
  }
}
