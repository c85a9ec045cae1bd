/** Notices of new messages: from what the app tells its screens to what the system shows, and back from a click or a reply. */
import { randomUUID } from 'node:crypto'
import {
  AppError,
  preferences as shape,
  type Account,
  type AppEvent,
  type Grade,
  type Language,
  type Preferences,
  type Task,
} from '../../contract'
import type { Logger, Notifier } from '../platform/ports'
import { AccountAlarms } from './alarms'
import { NoticeBook, type Moment, type NoticeChange } from './book'
import { accountName, NOBODY } from './content'
import { isQuiet, minuteOfDay } from './quiet'
import { ReminderNotices } from './reminders'
import { Showing } from './showing'
import { WORDS, type Words } from './words'

export interface NoticesOptions {
  notifier: Notifier | null
  preferences: {
    get(): Preferences
    language(): Language
    set(change: Partial<Preferences>): Preferences
    onChange(listener: (now: Preferences, before: Preferences) => void): () => void
  }
  /** Those that an alarm may be about. */
  accounts(): readonly Account[]
  /** Whether the screens are locked. */
  isLocked(): boolean
  /** Shows the person this chat. */
  open(conversationId: string): void
  /** Shows the person what this is about. */
  openTask(task: Task): void
  /** Brings the screens before the person. */
  raise(): void
  /** Sends what was typed below a notice. `clientId` makes it one message however often it is tried. */
  send(conversationId: string, body: string, clientId: string): Promise<void>
  logger: Logger
  /** Milliseconds since the epoch. */
  now?: () => number
}

/** `setMuted` drops the chats muted longest ago beyond this many. */
const MOST_MUTED = 5_000
/** As for the composer. */
const LONGEST_REPLY = 65_536

export function createNotices(options: NoticesOptions) {
  const { notifier, preferences, isLocked, logger } = options
  const now = options.now ?? Date.now
  const book = new NoticeBook()
  const showing = new Showing()
  const words = (): Words => WORDS[preferences.language()]

  const moment = (): Moment => ({
    now: now(),
    minute: minuteOfDay(now()),
    preferences: preferences.get(),
    words: words(),
    showing,
    locked: isLocked(),
  })

  /** Said besides the book: that a reply was not sent. By conversation. */
  const refused = new Set<string>()
  const removeAll = (): void => {
    for (const conversationId of refused) carryOut([{ do: 'remove', conversationId }])
    refused.clear()
    alarms.removeAll()
    reminders.removeAll()
    carryOut(book.removeAll())
  }

  const reply = async (conversationId: string, title: string, text: string): Promise<void> => {
    const body = text.trim()
    if (body === '') return
    try {
      if (isLocked()) throw new AppError('locked', 'Leadline is locked.')
      if (body.length > LONGEST_REPLY) throw new AppError('invalid-input', 'This is too long for a message.')
      await options.send(conversationId, body, randomUUID())
      carryOut(book.remove(conversationId))
    } catch (error) {
      logger.warn('reply-not-sent', { error })
      // Asked anew: it may have been locked, or names made private, since the notice came out.
      const isPrivate = isLocked() || preferences.get().notificationsPrivate
      const about = { conversationId, title: isPrivate ? NOBODY : title }
      refused.add(conversationId)
      carryOut([
        { do: 'show', notice: { ...about, body: words().replyFailed, silent: false, replyHint: null } },
      ])
    }
  }

  const carryOut = (changes: readonly NoticeChange[]): void => {
    for (const change of changes) {
      try {
        if (change.do === 'remove') notifier?.remove(change.conversationId)
        else show(change.notice)
      } catch (error) {
        // The system's matter: nothing of ours may fail because of it.
        logger.warn('notice-failed', { error })
      }
    }
  }

  const show = (notice: Extract<NoticeChange, { do: 'show' }>['notice']): void => {
    const { conversationId, title } = notice
    notifier?.show(notice, {
      click: () => options.open(conversationId),
      reply: (text) => void reply(conversationId, title, text),
    })
  }

  const mayTell = (): boolean => {
    const { notifications, quietHours } = preferences.get()
    return notifications && !isQuiet(quietHours, minuteOfDay(now()))
  }

  const reminders = new ReminderNotices({
    show: (notice, task) => {
      try {
        const click = (): void => (task === null ? options.raise() : options.openTask(task))
        notifier?.show(notice, { click, reply: () => undefined })
      } catch (error) {
        logger.warn('notice-failed', { error })
      }
    },
    remove: (key) => carryOut([{ do: 'remove', conversationId: key }]),
    ...{ mayTell, words, isPrivate: () => isLocked() || preferences.get().notificationsPrivate },
  })

  const alarms = new AccountAlarms({
    show: (notice) => {
      try {
        notifier?.show(notice, { click: () => options.raise(), reply: () => undefined })
      } catch (error) {
        logger.warn('notice-failed', { error })
      }
    },
    remove: (key) => carryOut([{ do: 'remove', conversationId: key }]),
    mayTell,
    words,
    nameOf: (accountId) =>
      accountName(options.accounts(), accountId, isLocked() || preferences.get().notificationsPrivate),
  })

  const stopListening = preferences.onChange((after, before) => {
    // What is out already may say more than it may from now on.
    const isLess = !after.notifications || (after.notificationsPrivate && !before.notificationsPrivate)
    if (isLess) removeAll()
  })

  return {
    /** Takes what the app tells its screens. Never throws. */
    receive(event: AppEvent): void {
      if (!notifier) return
      carryOut(book.take(event, moment()))
      if (event.type === 'reminders') reminders.now(event.reminders)
      if (event.type === 'account-gone') alarms.over(event.accountId)
      if (event.type === 'health' && (event.health.grade ?? 'healthy') === 'healthy')
        alarms.over(event.health.accountId)
    },
    /** An account got worse. Whoever calls sees to it that this is not too often. */
    alarm: (accountId: string, grade: Exclude<Grade, 'healthy'>): void => alarms.rang(accountId, grade),
    /** These are to be done now. */
    remind: (tasks: readonly Task[]): void => reminders.rang(tasks),
    /** For as long as `signal` does not abort, this chat is before a person's eyes. */
    showing(conversationId: string, signal: AbortSignal): Promise<void> {
      book.remove(conversationId)
      // Also what was shown besides the book: that a reply was not sent.
      refused.delete(conversationId)
      if (notifier) carryOut([{ do: 'remove', conversationId }])
      return showing.hold(conversationId, signal)
    },
    setMuted(conversationId: string, muted: boolean): void {
      const others = preferences.get().mutedChats.filter((id) => id !== conversationId)
      const mutedChats = muted ? [...others, conversationId].slice(-MOST_MUTED) : others
      preferences.set({ mutedChats: shape.shape.mutedChats.parse(mutedChats) })
      if (muted) carryOut(book.remove(conversationId))
    },
    /** Nobody may read from now on what only the person at the machine was to read: it is locked, or Leadline ends. */
    hide: removeAll,
    stop: (): void => {
      stopListening()
      removeAll()
    },
  }
}
export type Notices = ReturnType<typeof createNotices>
