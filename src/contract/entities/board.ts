/** The pipeline board: leads as cards in the columns of their stages. */
import { z } from 'zod'
import { currency, id, minorUnits } from './common'
import { lead } from './selling'

export const leadCard = z.object({
  lead,
  contact: z.object({ id, name: z.string() }),
  /** The chat a card opens: the lead's own, else the person's last used; null where they have none. */
  chatId: id.nullable(),
})
export type LeadCard = z.infer<typeof leadCard>

/** How many leads stand in a stage, and what they are worth together. Stages without any are left out. */
export const stageSum = z.object({
  stageId: z.string(),
  count: z.number().int().nonnegative(),
  /** By currency, in its order. `null`: more than can be counted exactly. */
  values: z.array(z.object({ currency, value: minorUnits.nonnegative().nullable() })),
})
export type StageSum = z.infer<typeof stageSum>
