import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { waIdentity } from '../inbox/testing'
import { ACCOUNT, Shop } from './shop.testing'
import type { Fate } from './whatsapp.testing'

const A = 'a@c.us'
let shop: Shop
beforeEach(async () => {
  shop = await Shop.open()
})
afterEach(() => shop.close())

describe('a message in doubt of a chat that has another address since', () => {
  const LID = '777@lid'
  const readdress = async (): Promise<void> => {
    const identity = waIdentity({ phone: '+628300001', lid: LID })
    const route = (address: string) =>
      shop.inbox.route({
        ...{ accountId: ACCOUNT, address, kind: 'person', title: null, identity, keep: 'known' },
        ...{ wanted: false, hashes: [], newId: randomUUID(), at: shop.clock.now() },
      })
    const before = await route(A)
    expect((await route(LID)).conversationId).toBe(before.conversationId)
  }
  /** Handed to the first address; what became of it is looked for once `readdress` was called. */
  const doubtful = async (fate: Fate): Promise<void> => {
    shop.whatsapp.fates.push(fate)
    shop.takesIn = false
    shop.whatsapp.unreadable = true
    shop.connect()
    await shop.send(A, 'hi')
    await shop.becomes(A, 'hi: unknown')
    await readdress()
    const target = await shop.inbox.target(await shop.conversation(A))
    expect(target?.address).toBe(LID)
    // The server took what the page has; nobody heard of it.
    for (const message of shop.whatsapp.all()) message.ack = 1
  }

  it('is looked for where it was handed over', async () => {
    await doubtful('pending-unheard')
    shop.whatsapp.unreadable = false
    await shop.becomes(A, 'hi: sent')
    expect(shop.whatsapp.handedOver).toBe(1)
  })

  it('is found where WhatsApp moved it', async () => {
    await doubtful('pending-unheard')
    shop.whatsapp.move(A, LID)
    shop.whatsapp.unreadable = false
    await shop.becomes(A, 'hi: sent')
    expect(shop.whatsapp.handedOver).toBe(1)
  })

  it('is sent again to where it was handed over', async () => {
    await doubtful('lost')
    shop.whatsapp.unreadable = false
    await shop.becomes(A, 'hi: sent')
    expect(shop.whatsapp.delivered).toMatchObject([{ chat: A, key: '3EB01' }])
  })
})
