import { z } from 'zod'
import { procedure } from '../base'
import { accountId } from '../entities/account'
import { accountHealth, healthDay } from '../entities/health'

export const health = {
  list: procedure.output(z.array(accountHealth)),
  /** The last 30 days, oldest first, today included; a day on which Leadline did not run has no minutes. */
  days: procedure.input(z.object({ accountId })).output(z.array(healthDay)),
}
