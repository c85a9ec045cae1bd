/** One look at the page, and what it means. The looking runs in the page, the judging is pure. */
import type { WhatsAppPage } from './page'

export interface Look {
  /** The document is WhatsApp Web's, not an error page of the browser's. */
  site: boolean
  /** The document and its scripts have loaded. */
  loaded: boolean
  /** The library's own sign that the page's modules are there. */
  modules: boolean
  /** The page's socket state, null while there is none. */
  socket: string | null
  synced: boolean
  injected: boolean
  attached: boolean
  /** The page asks for a passkey. */
  passkey: boolean
  /** WhatsApp refuses messages to new chats for now; null where this page does not say. */
  timelocked: boolean | null
  /** Whom this account has blocked; null where this page does not say. */
  blocked: string[] | null
}

/** In the page. Cheap: it runs every second. `linking`: a code was shown and no phone has been linked since. */
export function lookAtPage(linking: boolean): Look {
  const page = globalThis as unknown as WhatsAppPage
  const container = globalThis as unknown as Record<symbol, Set<string> | undefined>
  const marks = container[Symbol.for('wwebjs.marks')] ?? new Set()
  const look: Look = {
    site: location.host === 'web.whatsapp.com',
    loaded: document.readyState === 'complete',
    modules: page.Debug?.VERSION !== undefined,
    socket: null,
    synced: false,
    injected: marks.has('injected'),
    attached: marks.has('attached'),
    passkey: false,
    timelocked: null,
    blocked: null,
  }
  if (!look.modules) return look
  try {
    const { Socket } = page.require('WAWebSocketModel')
    look.socket = typeof Socket.state === 'string' ? Socket.state : null
    look.synced = Socket.hasSynced === true
    // Only while a phone is being linked: later the word may be a customer's. A code's own page may explain passkeys, too.
    const code = look.socket === 'UNPAIRED' && Boolean(page.require('WAWebConnModel').Conn.ref)
    if (linking && look.socket !== 'CONNECTED' && !look.synced && !look.attached) {
      look.passkey = marks.has('passkey') || (!code && /passkey/i.test(document.body.innerText))
    }
  } catch {
    // The modules have other names: told by `socket` staying null, and named by the injection that fails for it.
  }
  try {
    // WhatsApp's own composer asks this before it lets a person write to somebody new.
    const locked = look.attached && page.require('WAWebReachoutTimelockUtils').isUserReachoutTimelocked()
    if (look.attached && typeof locked === 'boolean') look.timelocked = locked
  } catch {
    // A page without it. Refused messages then tell by themselves: the outbox stops after some in a row.
  }
  try {
    if (look.attached) {
      const list = page.require('WAWebCollections').Blocklist.getModelsArray()
      look.blocked = list.map((one) => one.id._serialized).sort()
    }
  } catch {
    // A page without it: who is blocked is then known from each chat as it is read.
  }
  return look
}

/**
 * In every new document, before its scripts: notes when the page asks the browser for a passkey, which is how linking goes on where
 * WhatsApp demands one, and which a browser without a screen can't answer.
 */
export function watchPasskeys(): void {
  const page = globalThis as unknown as Record<symbol, Set<string> | undefined>
  const container = (globalThis as { CredentialsContainer?: { prototype: CredentialsContainer } })
    .CredentialsContainer
  if (container === undefined) return
  for (const name of ['get', 'create'] as const) {
    const original = Reflect.get(container.prototype, name) as (options?: CredentialRequestOptions) => unknown
    Reflect.set(container.prototype, name, function (this: unknown, options?: CredentialRequestOptions) {
      // A conditional request only fills in a form where the person chooses to; it demands nothing.
      if (options?.publicKey !== undefined && options.mediation !== 'conditional') {
        const marks = (page[Symbol.for('wwebjs.marks')] ??= new Set())
        marks.add('passkey')
      }
      return Reflect.apply(original, this, [options])
    })
  }
}

export type Stage =
  /** An error page of the browser's. */
  | { kind: 'elsewhere' }
  /** The page or its modules are not there yet. */
  | { kind: 'loading' }
  /** The socket has no connection; WhatsApp itself goes on trying. */
  | { kind: 'connecting'; cause: string }
  /** No phone is linked. `idle`: WhatsApp stopped making codes. */
  | { kind: 'unlinked'; idle: boolean }
  | { kind: 'passkey' }
  /** Linked; not all is there yet. */
  | { kind: 'syncing' }
  | { kind: 'ready' }
  | { kind: 'conflict' }
  | { kind: 'banned'; cause: string }
  /** WhatsApp wants its page loaded anew. */
  | { kind: 'outdated' }

export function stageOf(look: Look): Stage {
  if (!look.site) return { kind: 'elsewhere' }
  if (look.socket === null) return { kind: 'loading' }
  switch (look.socket) {
    case 'CONNECTED':
      return { kind: look.attached ? 'ready' : 'syncing' }
    case 'UNPAIRED':
    case 'UNPAIRED_IDLE':
      return look.passkey ? { kind: 'passkey' } : { kind: 'unlinked', idle: look.socket === 'UNPAIRED_IDLE' }
    case 'CONFLICT':
      return { kind: 'conflict' }
    case 'TOS_BLOCK':
    case 'SMB_TOS_BLOCK':
      return { kind: 'banned', cause: look.socket }
    case 'DEPRECATED_VERSION':
      return { kind: 'outdated' }
    default:
      // OPENING, PAIRING, TIMEOUT, UNLAUNCHED, PROXYBLOCK and whatever WhatsApp adds: it may pass by itself.
      return look.passkey ? { kind: 'passkey' } : { kind: 'connecting', cause: look.socket }
  }
}
