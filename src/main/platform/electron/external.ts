/** The one way out of the app: an address that security.ts lets through, in the system's own browser, mail program or telephone. */
import { shell } from 'electron'

/** Only of what `externalUrl` answered. */
export const openExternal = (url: string): Promise<void> => shell.openExternal(url)
