/**
 * Focuses a row of a virtual list, once it is there: at once where it is on the screen already, so that the next key meets it, else
 * with the next frame, when the list has scrolled to it.
 */
export function focusRow(list: HTMLElement | null, selector: string): void {
  const row = (): HTMLElement | null => list?.querySelector<HTMLElement>(selector) ?? null
  const here = row()
  if (here) here.focus()
  else requestAnimationFrame(() => row()?.focus())
}
