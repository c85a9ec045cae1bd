/** Which section of a long page one is in, by where the headings are. Pure. */

export interface HeadingAt {
  id: string
  /** Pixels below the upper edge of what is seen; negative where it went by. */
  top: number
}

/** A heading counts from a little before it reaches the upper edge. */
const EDGE = 80

/** The last heading that went by; at the page's end the last there is. Null without headings. */
export function sectionAt(headings: readonly HeadingAt[], isAtEnd: boolean): string | null {
  if (isAtEnd) return headings.at(-1)?.id ?? null
  return headings.findLast(({ top }) => top <= EDGE)?.id ?? headings[0]?.id ?? null
}
