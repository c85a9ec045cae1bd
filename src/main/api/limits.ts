/** What both hosts accept at most. */

/** No contract call is larger; files go another way. */
export const MOST_MESSAGE_BYTES = 2 * 1024 * 1024
/** One byte more than the largest document: the room itself says what is too large. */
export const MOST_UPLOAD_BYTES = 100 * 1024 * 1024 + 1
