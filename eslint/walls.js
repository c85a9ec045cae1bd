/**
 * Which room may know which, as data. A room is a folder directly below src/main. Rooms not named here are feature rooms: they may
 * use storage, the contract and each other's faces.
 */

/** Rooms that only the composition roots (files directly in src/main) may import. */
export const ROOT_ONLY = ['whatsapp', 'platform', 'api']

/** Files of closed rooms that everybody may import: types that carry no code of the room. */
export const OPEN_FILES = ['package.json', 'src/main/whatsapp/types', 'src/main/platform/ports']

/** Files of a feature room which the database thread's root imports besides the face. */
export const STORE_FILES = /^src\/main\/[^/]+\/[^/]*store$/
