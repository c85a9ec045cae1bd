/**
 * Message ids grow with the message's own time, not with its arrival: history that comes late lands in its place. An id is the
 * millisecond times 1024 plus what is needed to be unique within that second; safe as a JavaScript number until the year 2248.
 */
const SLOTS_PER_MS = 1024

/** The first id a message of that time can have. */
export function firstIdAt(at: number): number {
  return at * SLOTS_PER_MS
}

/** When a message of this id was written, to the second. Milliseconds. */
export const timeOfId = (id: number): number => Math.floor(id / SLOTS_PER_MS)

/** One past the last id of that time's second: messages of one second stay in order of arrival. */
export function endOfSecond(at: number): number {
  return (Math.floor(at / 1000) + 1) * 1000 * SLOTS_PER_MS
}
