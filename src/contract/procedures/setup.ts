/** First run and unlocking. The only procedures (with preferences) that work before the data key is open. */
import { z } from 'zod'
import { nothing, procedure } from '../base'

export const setupStatus = z.object({
  /** `new`: no key yet. `locked`: a passphrase or the recovery code is asked for. `opening`: database being opened. `open`: all works. */
  stage: z.enum(['new', 'locked', 'opening', 'open']),
  /** Whether this system has a keychain. Without one the person chooses a passphrase or, knowingly, a key file. */
  keychain: z.boolean(),
  /** Set when the database can't be opened: says what to do; nothing was changed. */
  problem: z
    .object({ kind: z.enum(['newer-database', 'damaged', 'disk-full', 'other']), detail: z.string() })
    .nullable(),
  host: z.enum(['desktop', 'service']),
  version: z.string(),
  /** A recovery code was made and not yet confirmed as written down. */
  recoveryCode: z.string().nullable(),
  /** A passphrase opens the data, so that the screens can be locked. */
  canLock: z.boolean(),
})
export type SetupStatus = z.infer<typeof setupStatus>

export const setup = {
  status: procedure.output(setupStatus),
  /** Makes the data key. Only in stage `new`. Answers the recovery code, shown once. */
  createKey: procedure
    .input(
      z.discriminatedUnion('protection', [
        z.object({ protection: z.literal('keychain') }),
        z.object({ protection: z.literal('passphrase'), passphrase: z.string().min(8).max(200) }),
        z.object({ protection: z.literal('file') }),
      ]),
    )
    .output(z.object({ recoveryCode: z.string() })),
  /** "I have written it down." The code is not shown again. */
  confirmRecoveryCode: procedure.output(nothing),
  unlock: procedure
    .input(
      z.union([
        z.object({ passphrase: z.string().max(200) }),
        z.object({ recoveryCode: z.string().max(100) }),
      ]),
    )
    .output(nothing),
  /** Locks all screens until somebody unlocks; messages go on coming in. `wrong-state` without a passphrase. */
  lock: procedure.output(nothing),
  /** Somebody touched this screen: puts off the inactivity lock, and what is better done when nobody is there. */
  active: procedure.output(nothing),
  /**
   * Sets or changes the passphrase that unlocks. Only in stage `open`. `current`: the one before or the recovery code, where there is one;
   * else `wrong-passphrase`.
   */
  setPassphrase: procedure
    .input(
      z.object({
        passphrase: z.string().min(8).max(200),
        current: z.string().max(200).nullable().default(null),
      }),
    )
    .output(nothing),
}
