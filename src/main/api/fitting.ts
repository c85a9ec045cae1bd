/**
 * The stream of events as the contract has it. What goes out is checked against the contract, and one event that does not fit would end
 * the stream for whoever hears it, again and again: such an event is kept back alone, and the log says which it was.
 */
import { appEvent, type AppEvent } from '../../contract'
import type { Logger } from '../platform/ports'

export async function* fitting(
  events: AsyncGenerator<AppEvent>,
  logger: Logger,
): AsyncGenerator<AppEvent, void> {
  for await (const event of events) {
    const { error } = appEvent.safeParse(event)
    if (!error) yield event
    else
      logger.error('event-unfit', { type: event.type, where: error.issues.map(({ path }) => path.join('.')) })
  }
}
