/** Taking over data of earlier systems. The file itself comes by `POST /import`, which answers `{ importId }`. */
import { z } from 'zod'
import { nothing, procedure } from '../base'
import { id } from '../entities/common'
import { importJob, importPlan } from '../entities/import'

const one = z.object({ importId: id })

export const imports = {
  /** Newest first. */
  list: procedure.output(z.array(importJob)),
  /** What is to be made of the file. `invalid-input` where it names what the file does not have. */
  setPlan: procedure.input(one.extend({ plan: importPlan })).output(importJob),
  /** The dry run: counts what would be made and changes nothing. Events tell how far it is. */
  check: procedure.input(one).output(importJob),
  /** Begins, after a copy of the database, or goes on where it stopped. */
  run: procedure.input(one).output(importJob),
  /** After the batch under way. What is imported stays. */
  stop: procedure.input(one).output(importJob),
  /** Deletes the file that was handed over, and the entry. What was imported stays. */
  remove: procedure.input(one).output(nothing),
}
