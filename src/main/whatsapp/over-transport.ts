/**
 * A page that the host hands over as a transport, made acceptable to both the library and puppeteer: the library connects only where
 * its options name an endpoint, and puppeteer refuses an endpoint beside a transport.
 */
import type { ConnectionTransport } from 'puppeteer-core'

/** Never dialled. */
const NAME = 'transport:'

/**
 * The host's options as the library must get them. Without a transport they are returned as they are. With one, the endpoint is
 * there for the library's one look and gone when puppeteer looks; were that to change, puppeteer would refuse to connect.
 */
export function overTransport(options: Record<string, unknown>): Record<string, unknown> {
  if (transportOf(options) === undefined) return options
  const copy: Record<string, unknown> = { ...options }
  Object.defineProperty(copy, 'browserWSEndpoint', {
    configurable: true,
    get: () => {
      delete copy['browserWSEndpoint']
      return NAME
    },
  })
  return copy
}

/** Gives back a page that was handed over and is not connected to. Nothing to do without a transport. */
export function giveBack(options: Record<string, unknown> | undefined): void {
  transportOf(options)?.close()
}

function transportOf(options: Record<string, unknown> | undefined): ConnectionTransport | undefined {
  return options?.['transport'] as ConnectionTransport | undefined
}
