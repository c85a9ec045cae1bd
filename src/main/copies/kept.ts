/**
 * What of a Chromium profile carries the link to the phone, and which names may come out of a copy. The library's own RemoteAuth
 * keeps IndexedDB and Local Storage and has linked sessions come back with them for years; beside them go the storage that a site
 * put into buckets of its own, and its cookies. Caches, the service worker (the page installs it anew) and everything that
 * Chromium makes by itself stay out. Pure.
 */

/** Below the folder that holds a profile's storage; folders with all that is in them, or single files. */
export const KEPT: readonly string[] = [
  'IndexedDB',
  'Local Storage',
  'WebStorage',
  'Cookies',
  'Cookies-journal',
  'Network/Cookies',
  'Network/Cookies-journal',
]

/** Parts of these that are caches, or a lock of the process that has it open. */
const LEFT_OUT = /^WebStorage\/[^/]+\/CacheStorage(?:\/|$)|(?:^|\/)LOCK$/

const MOST_NAME_BYTES = 1024
/** Windows opens a device for these, whatever follows the dot. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i

/**
 * Whether a path relative to the profile's storage, with `/` between its parts, belongs into a copy. What is not kept and what could
 * lead elsewhere on any system is neither written nor taken out.
 */
export function isKept(name: string): boolean {
  if (Buffer.byteLength(name) > MOST_NAME_BYTES || LEFT_OUT.test(name)) return false
  // eslint-disable-next-line no-control-regex -- these are the ones to refuse
  if (/[\\:*?"<>|\u0000-\u001f\u007f]/.test(name)) return false
  const isPlain = (part: string): boolean => part !== '' && !/[. ]$/.test(part) && !DEVICE.test(part)
  if (!name.split('/').every(isPlain)) return false
  return KEPT.some((kept) => name === kept || name.startsWith(`${kept}/`))
}
