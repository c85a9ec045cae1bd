/** Why Electron would not start, or null. Pure. */
export function sandboxTrouble(here: {
  system: NodeJS.Platform
  uid: number
  /** The file `chrome-sandbox` beside Electron's program. */
  helper: { uid: number; mode: number } | null
  namespaces: boolean
}): string | null
/** The same of this machine. @param program Electron's, or null where it is not here yet. */
export function troubleHere(program: string | null): string | null
