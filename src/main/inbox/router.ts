/**
 * From an address to what is done with it. Answers are remembered, so that the way in asks the database once per chat; whatever is
 * not known yet is asked for one chat at a time, and what comes meanwhile waits in order.
 */
import { randomUUID } from 'node:crypto'
import type { Preferences } from '../../contract'
import type { Logger } from '../platform/ports'
import { EVERY_ACCOUNT, type Remote } from '../storage'
import type { ChatAddress, WaIdentity } from '../whatsapp/types'
import type { Keeping } from './keeping'
import type { Route } from './routing-store'
import type { inboxStore } from './store'

export interface RouterDeps {
  store: Remote<typeof inboxStore>
  keep(): Preferences['keep']
  /** Keyed hash of an account's address. */
  hash(accountId: string, address: ChatAddress): Uint8Array
  /** Who is behind an address; rejects where WhatsApp can't be asked now. */
  identify(accountId: string, address: ChatAddress): Promise<WaIdentity>
  onRoute(accountId: string, about: ChatFacts, route: Route): void
  logger: Logger
}

/** What is known of a chat when it is met. */
export interface ChatFacts {
  address: ChatAddress
  kind: 'person' | 'group'
  title: string | null
  /** `undefined` means: not asked yet. */
  identity: WaIdentity | null | undefined
  at: number
  /** Set where a person asks for the chat: keep it, under this id if it is new. */
  wantedAs?: string
}

export interface Known {
  keeping: Keeping
  conversationId: string | null
}

export const kindOf = (address: ChatAddress): 'person' | 'group' =>
  address.endsWith('@g.us') ? 'group' : 'person'

export class Router {
  private readonly known = new Map<string, Known>()
  private readonly asking = new Map<string, Promise<Known>>()
  /** Grows whenever answers are forgotten: an answer asked for before is not remembered. */
  private generation = 0

  constructor(private readonly deps: RouterDeps) {}

  /** The remembered answer, at once. Undefined while there is none, or while it is being asked for: then keep order by `ask`. */
  get(accountId: string, address: ChatAddress): Known | undefined {
    const key = `${accountId} ${address}`
    return this.asking.has(key) ? undefined : this.known.get(key)
  }

  /** Asks, one behind the other per address. */
  ask(accountId: string, facts: ChatFacts): Promise<Known> {
    const key = `${accountId} ${facts.address}`
    const before = this.asking.get(key)
    const answer = before
      ? before.then(
          (known) => (facts.identity === undefined ? known : this.askNow(accountId, facts)),
          () => this.askNow(accountId, facts),
        )
      : this.askNow(accountId, facts)
    const settled = answer.finally(() => {
      if (this.asking.get(key) === settled) this.asking.delete(key)
    })
    this.asking.set(key, settled)
    return settled
  }

  /** After a change of policy, contacts or marks. */
  forget(): void {
    this.generation++
    this.known.clear()
  }

  private async askNow(accountId: string, facts: ChatFacts): Promise<Known> {
    const generation = this.generation
    const asked = facts.identity === undefined ? await this.identify(accountId, facts) : facts.identity
    const identity = asked === 'unknown' ? null : asked
    const { lid, phone } = identity ?? { lid: null, phone: null }
    const addresses = [facts.address, ...(lid ? [lid] : []), ...(phone ? [`${phone.slice(1)}@c.us`] : [])]
    const route = await this.deps.store.route({
      accountId,
      address: facts.address,
      kind: facts.kind,
      title: facts.title,
      identity,
      // Whom WhatsApp can't name now may be somebody marked: a new chat is shown only, and asked about again.
      keep: asked === 'unknown' ? 'known' : this.deps.keep(),
      hashes: addresses.map((address) => this.deps.hash(accountId, address)),
      erasedMarks:
        facts.kind === 'person' ? addresses.map((address) => this.deps.hash(EVERY_ACCOUNT, address)) : [],
      wanted: facts.wantedAs !== undefined,
      newId: facts.wantedAs ?? randomUUID(),
      at: facts.at,
    })
    const known: Known = { keeping: route.keeping, conversationId: route.conversationId }
    if (route.gone) this.forget()
    else if (asked !== 'unknown' && generation === this.generation)
      this.known.set(`${accountId} ${facts.address}`, known)
    this.deps.onRoute(accountId, { ...facts, identity }, route)
    return known
  }

  private async identify(accountId: string, facts: ChatFacts): Promise<WaIdentity | null | 'unknown'> {
    if (facts.kind === 'group') return null
    try {
      return await this.deps.identify(accountId, facts.address)
    } catch (error) {
      this.deps.logger.warn('identify-failed', { error })
      return 'unknown'
    }
  }
}
