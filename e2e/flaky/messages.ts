/** What the process that is killed and the one that kills it tell each other. */
import type { CourseSize } from './course'

/** How the process is started, as JSON in its only argument. */
export interface Start {
  size: CourseSize
  /** The first step that is not known to have been done. */
  from: number
  /** Milliseconds by which the clock is ahead of the machine's. */
  ahead: number
  /** When the course began, by that clock. */
  began: number
  /** The database: where, its key in hex, and the file of its thread. */
  folder: string
  key: string
  threadFile: string
  /** The CRM by the road that fails. */
  url: string
  /** The CRM's own address, for what its office does. */
  office: string
  password: string
}

export type FromApp =
  /** A step is done and kept. */
  | { type: 'did'; step: number }
  | { type: 'time'; ahead: number }
  /** The app's own log said so. */
  | { type: 'heard'; what: string; isFault: boolean }
  /** Answered by `done`. */
  | { type: 'road'; open: boolean }
  /** All steps are done: nothing is to fail any more. Answered by `done`. */
  | { type: 'over' }
  /** Nothing waits any more, and all of the CRM was read since. */
  | { type: 'settled' }

export interface ToApp {
  type: 'done'
}
