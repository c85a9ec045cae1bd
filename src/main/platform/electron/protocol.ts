/** Our own scheme: known to Chromium as a secure one, and answered by a handler, never from the disk by itself. */
import { protocol } from 'electron'
import { mayBeServed, originOf, OWN_ORIGIN, OWN_SCHEME } from './security'

/** Before the app is ready. */
export function registerOwnScheme(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: OWN_SCHEME,
      privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true },
    },
  ])
}

/** Once the app is ready; for the session of our own pages alone. */
export function serveOwnScheme(serve: (request: Request) => Promise<Response>): void {
  protocol.handle(OWN_SCHEME, (request) => {
    // Electron's own addition to the request, which its types do not name.
    const initiator: unknown = Reflect.get(request, 'initiatorOrigin')
    const isOurs = originOf(request.url) === OWN_ORIGIN
    return isOurs && mayBeServed(typeof initiator === 'string' ? initiator : undefined)
      ? serve(request)
      : new Response(null, { status: 403 })
  })
}
