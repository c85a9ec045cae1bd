/** The colours an account may have, as the screens know them: tokens.css has each for light and dark. */
import type { ACCOUNT_COLOURS, AccountColour } from '../../../contract'

/** All of the contract's, without the schemas that come with its own list. */
export const COLOURS = [
  'teal',
  'blue',
  'violet',
  'orange',
  'pink',
  'green',
  'red',
  'brown',
  'olive',
  'slate',
] as const satisfies typeof ACCOUNT_COLOURS

export const inkOf = (colour: AccountColour): string => `var(--account-${colour})`
