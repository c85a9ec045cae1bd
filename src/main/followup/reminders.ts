/** Reminds of tasks when they are due: each once, also what was missed while Leadline was closed. */
import type { AppEvent, Reminders as Pending, Task } from '../../contract'
import type { Logger } from '../platform/ports'
import type { Storage } from '../storage'
import type { followupStore } from './store'

/** However far the next one is, ms: the clock may be set, and the machine may sleep. */
const LOOK_AGAIN = 60_000

export interface RemindersOptions {
  storage: Storage
  emit: (event: AppEvent) => void
  /** The system's notice besides what the screens show. Never throws. */
  ring: (tasks: readonly Task[]) => void
  /** The CRM's id of who is here; null without a CRM. */
  userId: () => string | null
  logger: Logger
  /** Milliseconds since the epoch. */
  clock?: () => number
}

export interface Reminders {
  /** What rang and was neither done nor put away. */
  list(): Promise<Pending>
  /** Puts reminders away, all where `ids` is null; the tasks stay. */
  see(input: { ids: string[] | null }): Promise<Pending>
  /** Takes what the app tells its screens: another task may be due, or none any more. */
  receive(event: AppEvent): void
  /** Looks now, and from then on whenever something is due. */
  start(): void
  stop(): Promise<void>
}

const isOfTasks = (event: AppEvent): boolean =>
  event.type === 'task' ||
  (event.type === 'record-gone' && event.kind === 'task') ||
  (event.type === 'records' && event.kinds.includes('task')) ||
  event.type === 'contact-gone'

export function createReminders(options: RemindersOptions): Reminders {
  const { storage, emit, ring, userId, logger, clock = Date.now } = options
  const store = storage.store<typeof followupStore>('followup')
  let timer: ReturnType<typeof setTimeout> | null = null
  let running: Promise<void> | null = null
  /** Something changed while it looked. */
  let again = false
  let ended = true
  /** What the screens were told last. */
  let told = ''

  const tell = (reminders: Pending): Pending => {
    const now = JSON.stringify(reminders)
    if (now !== told) emit({ type: 'reminders', reminders })
    told = now
    return reminders
  }
  const once = async (): Promise<void> => {
    const { rung, next } = await store.ringDue({ now: clock(), userId: userId() })
    tell(await store.pendingReminders())
    if (rung.length > 0) ring(rung)
    const wait = next === null ? LOOK_AGAIN : Math.min(LOOK_AGAIN, Math.max(0, next - clock()))
    if (ended) return
    if (timer) clearTimeout(timer)
    timer = setTimeout(look, wait)
    timer.unref()
  }
  const more = (): boolean => again && !ended
  const turns = async (): Promise<void> => {
    do {
      again = false
      try {
        await once()
      } catch (error) {
        logger.warn('not-reminded', { error })
        if (!ended) timer = setTimeout(look, LOOK_AGAIN).unref()
      }
    } while (more())
    running = null
  }
  const look = (): void => {
    if (ended) return
    again = true
    running ??= turns()
  }
  return {
    list: () => store.pendingReminders(),
    see: async (input) => tell(await store.seeReminders(input)),
    receive: (event) => {
      if (isOfTasks(event)) look()
    },
    start: () => {
      ended = false
      look()
    },
    stop: async () => {
      ended = true
      if (timer) clearTimeout(timer)
      await running
    },
  }
}
