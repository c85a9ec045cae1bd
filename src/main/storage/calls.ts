/** Calls the database thread itself understands. Apart from it, so that the app's own thread does not load what only that one needs. */
export const CLOSE = 'storage.close'
export const CHECKPOINT = 'storage.checkpoint'
