/** What a link or a notification asks for, as a conversation, or as a number nobody has written with yet. */
import type { ContractRouterClient } from '@orpc/contract'
import type { Contract, OpenTarget } from '../../../contract'

type Client = ContractRouterClient<Contract>

/** What is asked of the app. */
export interface Calls {
  conversations: Pick<Client['conversations'], 'list'>
  contacts: Pick<Client['contacts'], 'get'>
  leads: Pick<Client['leads'], 'get'>
  orders: Pick<Client['orders'], 'get'>
}

export type Found =
  | { conversationId: string; showCard: boolean }
  /** No conversation yet: the person may start one. */
  | { phone: string }
  /** Of somebody without a conversation and without a number. */
  | null

async function conversationWith(calls: Calls, phone: string): Promise<string | null> {
  for (const filter of ['all', 'archived'] as const) {
    const page = await calls.conversations.list({
      accountId: null,
      filter,
      query: phone,
      cursor: null,
      limit: 50,
    })
    const found = page.items.find((each) => each.phone === phone)
    if (found) return found.id
  }
  return null
}

/** Rejects as the calls do: `not-found` for a lead or an order that is not here. */
export async function findTarget(target: OpenTarget, calls: Calls): Promise<Found> {
  switch (target.kind) {
    case 'conversation':
      return { conversationId: target.conversationId, showCard: false }
    case 'chat': {
      const conversationId = await conversationWith(calls, target.phone)
      return conversationId === null ? { phone: target.phone } : { conversationId, showCard: false }
    }
    case 'lead':
    case 'order': {
      const { id } = target
      const record = target.kind === 'lead' ? await calls.leads.get({ id }) : await calls.orders.get({ id })
      if (record.conversationId !== null) return { conversationId: record.conversationId, showCard: true }
      const [phone] = (await calls.contacts.get({ contactId: record.contactId })).phones
      if (phone === undefined) return null
      const conversationId = await conversationWith(calls, phone)
      return conversationId === null ? { phone } : { conversationId, showCard: true }
    }
  }
}
