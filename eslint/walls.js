/**
 * Which room may know which, as data. A room is a folder directly below src/main, or one of the process folders.
 * `face` rooms are reached by others only through their index (or the files named in `open`).
 */

/** Feature rooms: they may use storage, the contract and each other's faces. */
export const FEATURES = [
  'vault',
  'accounts',
  'inbox',
  'outbox',
  'contacts',
  'catalog',
  'orders',
  'assistant',
  'crm',
  'settings',
]

/** Rooms that only the composition roots (files directly in src/main) may import. */
export const ROOT_ONLY = ['whatsapp', 'platform', 'api']

/** Files of closed rooms that everybody may import: types that carry no code of the room. */
export const OPEN_FILES = ['src/main/whatsapp/types', 'src/main/platform/ports']

/** Files of a feature room which the database thread's root imports besides the face. */
export const STORE_FILES = /^src\/main\/[^/]+\/[^/]*store$/
