/** Whether WhatsApp's modules still have the names by which the library asks for them. */

/** What the library's injection needs; without one of these there is not even a QR. */
export const BOOT_MODULES = [
  'WAWebSocketModel',
  'WAWebCmd',
  'WAWebConnModel',
  'WAWebOfflineHandler',
  'WAWebAltDeviceLinkingApi',
  'WABase64',
  'WAWebCompanionRegClientUtils',
  'WAWebAdvSignatureApi',
  'WAWebUserPrefsInfoStore',
  'WAWebSignalStoreApi',
] as const

/** What its utilities and listeners need. */
export const READY_MODULES = [
  'WAWebCollections',
  'WAWebUserPrefsMeUser',
  'WAWebSyncGatingUtils',
  'WAWebCallCollection',
  'WALinkify',
  'WAWebWidFactory',
  'WAWebMsgKey',
] as const

/** Names that are gone; `none` where a loaded page has no modules at all, `loading` where it has not loaded. */
export type Missing = string[] | 'none' | 'loading'

/** In the page: which of these are gone. */
export function missingModules(names: readonly string[]): Missing {
  const page = globalThis as unknown as { require?: (name: string) => unknown; Debug?: { VERSION?: string } }
  const { require } = page
  if (require === undefined || page.Debug?.VERSION === undefined) {
    return document.readyState === 'complete' ? 'none' : 'loading'
  }
  return names.filter((name) => {
    try {
      const found = require(name)
      return found === undefined || found === null
    } catch {
      // A registry that throws for an unknown name says the same as one that answers nothing.
      return true
    }
  })
}
