/** What a search comes to, over conversations and messages together. Pure. */

export type Found = 'searching' | 'nothing' | 'some'

/** `hits`: messages found, null until that was answered. "Nothing" only once both lists are known to be empty. */
export function foundOf(conversations: number, hits: number | null): Found {
  if (conversations > 0 || (hits ?? 0) > 0) return 'some'
  return hits === null ? 'searching' : 'nothing'
}
