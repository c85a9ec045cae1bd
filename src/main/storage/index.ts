/** The database: opened once, in a thread of its own. Rooms bring their store functions; this room runs them. */
export { openStorage, StorageError, type Remote, type Storage } from './client'
export { copyDatabase } from './copies'
export { endOfSecond, firstIdAt } from './message-id'
export { migrations } from './migrations'
export type * from './schema'
export { getSetting, setSetting } from './settings'
export { builder, type Sql } from './sql'
export { serveStores, type Store } from './thread'
