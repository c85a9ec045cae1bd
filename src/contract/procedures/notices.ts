/** Notifications, and what else the system does for Leadline outside its window. */
import { z } from 'zod'
import { nothing, procedure } from '../base'
import { id } from '../entities/common'
import { systemStatus } from '../entities/notices'

export const notices = {
  /**
   * "This chat is before the person's eyes." Holds for as long as the call does: abort it when the window loses the focus or shows
   * something else. Ends with the connection too.
   */
  showing: procedure.input(z.object({ conversationId: id })).output(nothing),
  /** No notifications of this chat from now on, or again. */
  setMuted: procedure.input(z.object({ conversationId: id, muted: z.boolean() })).output(nothing),
}

export const system = {
  status: procedure.output(systemStatus),
  setStartAtLogin: procedure.input(z.object({ on: z.boolean() })).output(systemStatus),
  /** What a support person asks for, as text; nothing in it names anybody. */
  diagnostics: procedure.output(z.object({ text: z.string() })),
}
