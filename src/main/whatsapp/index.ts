/** The only room that knows whatsapp-web.js. Others speak to it through the types alone. */
export { createWhatsAppSession } from './session'
export type { WhatsAppSessionOptions } from './session'
export type { Timings } from './timings'
export { WaError } from './types'
export type * from './types'
