/** What the screens need to know of the machine they run on. */

/** Macs have ⌘ and ⌥ where others have Ctrl and Alt. */
export const isMac = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.platform)

const MAC: Record<string, string> = { Mod: '⌘', Alt: '⌥', Shift: '⇧', Enter: '⏎', Escape: 'esc' }
const OTHER: Record<string, string> = { Mod: 'Ctrl', Escape: 'Esc' }

/** `Mod+K` as this machine's keyboards write it, part by part. */
export function keyParts(keys: string, mac = isMac): string[] {
  return keys.split('+').map((part) => (mac ? MAC[part] : OTHER[part]) ?? part)
}
