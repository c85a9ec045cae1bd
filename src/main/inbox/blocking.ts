/** Blocking somebody at WhatsApp and letting them write again; what WhatsApp's own list says is shown, whoever changed it. */
import { AppError, codeOf, type AppEvent, type Conversation } from '../../contract'
import type { Remote } from '../storage'
import type { ChatAddress, WhatsAppSession } from '../whatsapp/types'
import type { Blocked } from './blocked-store'
import type { LiveChats } from './live'
import type { inboxStore } from './store'

export interface BlockingDeps {
  store: Remote<typeof inboxStore>
  live: LiveChats
  sessions: ReadonlyMap<string, WhatsAppSession>
  emit(event: AppEvent): void
}

export function createBlocking({ store, live, sessions, emit }: BlockingDeps) {
  const tell = ({ conversations, contacts }: Blocked): void => {
    if (conversations.length > 0) emit({ type: 'conversations', conversations })
    for (const contact of contacts) emit({ type: 'contact', contact })
  }
  return {
    /**
     * Twice is once. Of a stranger nothing is written by it.
     * @throws {AppError} `not-found`, `not-connected`, `wrong-state` for groups, `whatsapp-refused`.
     */
    async setBlocked(conversationId: string, blocked: boolean): Promise<Conversation> {
      const chat = live.get(conversationId)
      const target = chat ?? (await store.target(conversationId))
      if (!target) throw new AppError('not-found', 'There is no such conversation.')
      if (target.kind !== 'person') throw new AppError('wrong-state', 'A group can not be blocked.')
      const session = sessions.get(target.accountId)
      if (session?.state.kind !== 'ready') throw new AppError('not-connected', 'WhatsApp is not connected.')
      try {
        await session.setBlocked(target.address, blocked)
      } catch (error) {
        if (codeOf(error)) throw error
        throw new AppError('whatsapp-refused', 'WhatsApp did not take it.', { cause: error })
      }
      // A stranger may have been added meanwhile, and a chat may have become another one's.
      if (live.get(conversationId)) {
        const [view] = live.block(target.accountId, (one) =>
          one.conversationId === conversationId ? blocked : null,
        )
        if (view) emit({ type: 'conversations', conversations: [view] })
      } else tell(await store.setBlocked(conversationId, blocked))
      const after = live.get(conversationId)
      const conversation = after ? live.view(after) : (await store.conversations([conversationId]))[0]
      if (!conversation) throw new AppError('not-found', 'There is no such conversation.')
      return conversation
    },

    /** WhatsApp's list, as it is now. */
    async blocklist(accountId: string, addresses: readonly ChatAddress[]): Promise<void> {
      const listed = new Set(addresses)
      const conversations = live.block(accountId, ({ address, identity }) => {
        const byPhone = identity?.phone ? [`${identity.phone.slice(1)}@c.us`] : []
        return [address, ...(identity?.lid ? [identity.lid] : []), ...byPhone].some((one) => listed.has(one))
      })
      if (conversations.length > 0) emit({ type: 'conversations', conversations })
      tell(await store.takeBlocklist(accountId, addresses))
    },
  }
}
