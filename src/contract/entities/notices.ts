/** When and how Leadline makes itself noticed outside its own window. */
import { z } from 'zod'

/** Minutes since local midnight by the clock on the wall. */
const minute = z
  .number()
  .int()
  .min(0)
  .max(24 * 60 - 1)

/** From (included) to (excluded); over midnight where `to` is earlier than `from`; never where both are the same. */
export const quietHours = z.object({ from: minute, to: minute })
export type QuietHours = z.infer<typeof quietHours>

/**
 * Keys in Electron's words: at least two of Control, Alt, Shift and Super (the Windows key, macOS: Command), in this order, and one key.
 * With fewer it would be taken away from every other program.
 */
export const accelerator = z
  .string()
  .regex(
    /^(?=(?:[A-Za-z]+\+){2,4}[^+]+$)(?:Control\+)?(?:Alt\+)?(?:Shift\+)?(?:Super\+)?(?:[A-Z0-9]|F(?:[1-9]|1\d|2[0-4])|Space)$/,
  )

export const systemStatus = z.object({
  /** Whether the system shows notifications for Leadline at all. */
  notifications: z.boolean(),
  /** Whether it starts at login; null where it can't arrange that itself. */
  startAtLogin: z.boolean().nullable(),
  /** Whether WhatsApp Web has a window that can be shown. */
  whatsappWindow: z.boolean(),
  /** `taken`: another program has these keys. Null where the system offers no such keys. */
  shortcut: z.enum(['off', 'on', 'taken']).nullable(),
})
export type SystemStatus = z.infer<typeof systemStatus>
