/** What a form changed, for the forms about something that exists. Pure. */

/**
 * Those fields in which what is meant now differs from what the form opened with: the others may have been changed meanwhile, by the CRM
 * or in another window, and saving must not undo that. Both sides come from one function, so that equal values are written alike.
 * @param together fields that mean something only together: where one of them differs all go along.
 * @returns null where nothing differs: then there is nothing to send.
 */
export function changesOf<T extends object>(
  opened: T,
  now: T,
  together: readonly (readonly (keyof T)[])[] = [],
): Partial<T> | null {
  const differs = (key: keyof T): boolean => JSON.stringify(opened[key]) !== JSON.stringify(now[key])
  const goes = (key: keyof T): boolean =>
    differs(key) || together.some((group) => group.includes(key) && group.some(differs))
  const keys = (Object.keys(now) as (keyof T)[]).filter(goes)
  return keys.length === 0 ? null : (Object.fromEntries(keys.map((key) => [key, now[key]])) as Partial<T>)
}

/** Fields of an amount: without its currency it says nothing. */
export const VALUE = [['value', 'currency']] as const
export const PRICE = [['unitPrice', 'currency']] as const
