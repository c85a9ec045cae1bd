/** Notices that an account got worse: one for each account at most, which says which one where there are several, and goes when it is well again. */
import type { Grade } from '../../contract'
import type { Notice } from '../platform/ports'
import { NOBODY } from './content'
import type { Words } from './words'

export interface AlarmsOptions {
  /** Never throws. */
  show(notice: Notice): void
  remove(key: string): void
  /** Whether the person wants to be told anything now. */
  mayTell(): boolean
  words(): Words
  /** What the person calls it; null where there is but one, or nothing it may be called by. */
  nameOf(accountId: string): string | null
}

/** Beside the conversations' ids, which are UUIDs. */
const keyOf = (accountId: string): string => `account:${accountId}`

export class AccountAlarms {
  private readonly out = new Set<string>()

  constructor(private readonly options: AlarmsOptions) {}

  rang(accountId: string, grade: Exclude<Grade, 'healthy'>): void {
    if (!this.options.mayTell()) return
    this.out.add(accountId)
    const body = this.options.words().alarm[grade]
    const about = { conversationId: keyOf(accountId), title: this.options.nameOf(accountId) ?? NOBODY }
    this.options.show({ ...about, body, silent: false, replyHint: null })
  }

  /** It is well again, or gone. */
  over(accountId: string): void {
    if (this.out.delete(accountId)) this.options.remove(keyOf(accountId))
  }

  removeAll(): void {
    for (const accountId of [...this.out]) this.over(accountId)
  }
}
