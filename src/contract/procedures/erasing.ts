/** Erasing everything of one person on this machine. */
import { z } from 'zod'
import { nothing, procedure } from '../base'
import { id } from '../entities/common'
import { certificate, certificateWords, erasurePreview } from '../entities/erasing'
import { language } from '../entities/preferences'

export const erasing = {
  preview: procedure.input(z.object({ contactId: id })).output(erasurePreview),
  /**
   * Answers once everything is gone. A crash on the way is made up for at the next start.
   * `dropChanges`: what waits for the CRM is given up; else nothing may wait.
   */
  erase: procedure
    .input(z.object({ contactId: id, reference: z.string().trim().max(100), dropChanges: z.boolean() }))
    .output(certificate),
  /** Those that nobody has taken yet, the newest first. */
  certificates: procedure.output(z.array(certificate)),
  /** The certificate as a PDF, in base64. `browser-missing` where there is nothing to print with. */
  paper: procedure
    .input(z.object({ words: certificateWords, language }))
    .output(z.object({ pdf: z.string() })),
  /** It was saved: nothing of it stays. */
  taken: procedure.input(z.object({ id })).output(nothing),
}
