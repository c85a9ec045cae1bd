/** Leftovers: found and shown first, then removed. Nothing in use is ever among them. */
import { z } from 'zod'
import { procedure } from '../base'
import { cleanupFinding, cleanupKind, cleanupStatistics, cleanupSurvey } from '../entities/cleanup'

export const cleanup = {
  /** Looks through the data folder; with many files that takes seconds. */
  survey: procedure.output(cleanupSurvey),
  /**
   * Removes what the last survey showed of these kinds and what is still a leftover; answers what was removed. Tells how far it is by
   * `cleanup` events. `wrong-state` before a survey, and while another removal is under way.
   */
  remove: procedure
    .input(z.object({ kinds: z.array(cleanupKind).min(1) }))
    .output(z.object({ removed: z.array(cleanupFinding) })),
  statistics: procedure.output(cleanupStatistics),
}
