import { z } from 'zod'
import { nothing, procedure } from '../base'
import { account, accountColour, accountId, accountLabel } from '../entities/account'
import { phone } from '../entities/common'

const which = z.object({ accountId })
const unlinked = z.object({
  /** False where WhatsApp could not be told: the phone goes on listing this computer until somebody removes it there. */
  confirmed: z.boolean(),
  /** False where the session's files could not be deleted: that is tried again until they are, and nothing uses them meanwhile. */
  deleted: z.boolean(),
})

export const accounts = {
  /** In the order in which they were added. */
  list: procedure.output(z.array(account)),
  /** One more account, not linked yet; a colour that is free where none is given. Fails with `too-many-accounts`. */
  add: procedure
    .input(
      z.object({
        label: accountLabel.nullable().default(null),
        colour: accountColour.nullable().default(null),
      }),
    )
    .output(account),
  /** The person's own name and colour; what is left out stays. */
  update: procedure
    .input(which.extend({ label: accountLabel.nullable().optional(), colour: accountColour.optional() }))
    .output(account),
  /** Starts the account's session: a QR follows, or the connection where it is linked already. */
  connect: procedure.input(which).output(nothing),
  /** A new QR at once, also after nobody scanned. */
  refreshQr: procedure.input(which).output(nothing),
  /** Link by a code typed on the phone; any national form is understood, E.164 is safest. */
  pairingCode: procedure
    .input(which.extend({ phone: z.string().min(4).max(40) }))
    .output(z.object({ phone })),
  useQr: procedure.input(which).output(nothing),
  /**
   * Signs out at WhatsApp and waits for it, deletes the session and the counters. `delete` takes every message, medium and note of
   * search of this account off the machine too, for good.
   */
  unlink: procedure
    .input(which.extend({ history: z.enum(['keep', 'delete']).default('keep') }))
    .output(unlinked),
  /** Unlinks it, deletes its history, and takes it from the list. `wrong-state` for the last one. */
  remove: procedure.input(which).output(unlinked),
  /** Holds back (or lets go) whatever waits to be sent. */
  setPaused: procedure.input(which.extend({ paused: z.boolean() })).output(nothing),
  /**
   * Makes the encrypted copy of the session now: its browser is closed for a moment. Waits a few
   * seconds for what is being sent or loaded; `wrong-state` where that does not end, or it is not connected.
   */
  saveSession: procedure.input(which).output(nothing),
  /** Brings up WhatsApp Web's own window, where the host has one: see `system.status`. Not shown while none is open. */
  showWindow: procedure.input(which).output(z.object({ shown: z.boolean() })),
  /** The screen's machine is online again: whatever waits for a connection tries now. */
  wake: procedure.output(nothing),
  /** Try now instead of waiting for the next try. */
  reconnectNow: procedure.input(which).output(nothing),
}
