/** What handlers of page requests share: their context, checked arguments, and the two odd ways to answer. */
import type { z } from 'zod'
import type { Faults } from './faults'
import type { Line } from './link'
import type { Session } from './session'
import type { World } from './world/world'

export interface RpcContext {
  world: World
  line: Line
  faults: Faults
  session: Session
}

/** A request's handler; what it answers goes to the page. */
export type RpcHandler = (context: RpcContext, args: Record<string, unknown>) => unknown

/** A handler whose arguments are checked first. */
export function rpc<T>(schema: z.ZodType<T>, handle: (context: RpcContext, args: T) => unknown): RpcHandler {
  return (context, args) => handle(context, schema.parse(args))
}

/** The server refused a page's request; goes to the page under WhatsApp's own error name. */
export class ServerStatusCodeError extends Error {
  override readonly name = 'ServerStatusCodeError'
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message)
  }
}

/** Answering this means: never answer. */
export const noAnswer = Symbol('no answer')

/** Waits; part of what is simulated. */
export const delay = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
