/** Hands the app's events to whoever listens, by type. */
import type { AppEvent } from '../../contract'

type Of<T extends AppEvent['type']> = Extract<AppEvent, { type: T }>

const isOf = <T extends AppEvent['type']>(event: AppEvent, type: T): event is Of<T> => event.type === type

const listeners = new Set<(event: AppEvent) => void>()

/** Calls `handler` with every event of the type; answers how to stop. */
export function onEvent<T extends AppEvent['type']>(type: T, handler: (event: Of<T>) => void): () => void {
  const listener = (event: AppEvent) => {
    if (isOf(event, type)) handler(event)
  }
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function dispatch(event: AppEvent): void {
  for (const listener of listeners) listener(event)
}
