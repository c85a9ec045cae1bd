/** The colour of an account that is added without one. Pure. */
import { ACCOUNT_COLOURS, type AccountColour } from '../../contract'

/** The first that is not taken; where all are, the one that is taken least. */
export function freeColour(taken: readonly AccountColour[]): AccountColour {
  const uses = (colour: AccountColour): number => taken.filter((one) => one === colour).length
  return ACCOUNT_COLOURS.reduce((best, colour) => (uses(colour) < uses(best) ? colour : best))
}
