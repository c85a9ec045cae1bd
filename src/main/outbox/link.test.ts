import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { accountsStore } from '../accounts/store'
import { ACCOUNT, Shop } from './shop.testing'
import type { outboxStore } from './store'

const A = 'a@c.us'
const B = 'b@c.us'
let shop: Shop
beforeEach(async () => {
  shop = await Shop.open()
})
afterEach(() => shop.close())

describe('the link to the phone', () => {
  const accounts = () => shop.storage.store<typeof accountsStore>('accounts')
  const me = (phone: string | null, lid: string | null = null) => ({ phone, lid, name: 'Shop' })
  const connect = async (whom: ReturnType<typeof me>, at: number) => {
    const failed = await accounts().setConnected('main', whom, at)
    if (failed === 'linked-twice') throw new Error('there is one account alone')
    return failed
  }

  it('lost, leaves what was on its way to the person, and what waits in the queue', async () => {
    shop.whatsapp.fates.push('hangs')
    shop.connect()
    shop.takesIn = false
    await shop.send(A, 'on its way')
    await shop.handed(1)
    await shop.send(A, 'waiting')
    shop.disconnect()
    await accounts().setUnlinked('main', null)
    expect(await shop.states(A)).toEqual(['on its way: failed', 'waiting: queued'])
    expect((await shop.messages(A))[0]?.failure).toBe('link-lost')
  })

  it('lost, still shows as sent what the new link finds', async () => {
    shop.whatsapp.fates.push('pending-unheard')
    shop.connect()
    shop.takesIn = false
    await shop.send(A, 'went')
    await shop.handed(1)
    shop.disconnect()
    await accounts().setUnlinked('main', null)
    expect(await shop.states(A)).toEqual(['went: failed'])
    shop.whatsapp.flush()
    shop.takesIn = true
    shop.connect()
    shop.whatsapp.say({ type: 'message', message: shop.whatsapp.all()[0]! })
    await shop.becomes(A, 'went: sent')
    expect(shop.whatsapp.delivered.map((one) => one.body)).toEqual(['went'])
  })

  it('with another number, sends nothing that was written for the first', async () => {
    await connect(me('+62811'), 1)
    await shop.send(A, 'for the first')
    expect(await connect(me('+62811'), 2)).toBeNull()
    expect(await shop.states(A)).toEqual(['for the first: queued'])
    const failed = await connect(me('+62822'), 3)
    expect(failed?.messages.map((message) => message.failure)).toEqual(['other-number'])
    shop.connect()
    await shop.send(B, 'for the second')
    await shop.becomes(B, 'for the second: sent')
    expect(await shop.states(A)).toEqual(['for the first: failed'])
    expect(shop.whatsapp.delivered.map((one) => one.body)).toEqual(['for the second'])
  })

  it('knows an account by its LID while its number is not told', async () => {
    await connect(me('+62811', '1@lid'), 1)
    await shop.send(A, 'waits')
    expect(await connect(me(null, '1@lid'), 2)).toBeNull()
    expect((await accounts().get('main', 2))?.phone).toBe('+62811')
    const failed = await connect(me(null, '2@lid'), 3)
    expect(failed?.messages.map((message) => message.failure)).toEqual(['other-number'])
    expect(await accounts().get('main', 3)).toMatchObject({ phone: null, lid: '2@lid' })
    expect(await connect(me('+62822', '2@lid'), 4)).toBeNull()
  })

  it('with nothing to compare sends nothing that waits, and forgets no number', async () => {
    await connect(me('+62811'), 1)
    await shop.send(A, 'waits')
    const failed = await connect(me(null, '2@lid'), 2)
    expect(failed?.messages).toHaveLength(1)
    expect(await shop.states(A)).toEqual(['waits: failed'])
    expect(await accounts().get('main', 2)).toMatchObject({ phone: '+62811', lid: '2@lid' })
  })
})

it('keeps nothing of an account that is removed', async () => {
  const agenda = () => shop.storage.store<typeof outboxStore>('outbox').agenda(ACCOUNT, shop.clock.now(), 1e9)
  shop.connect()
  await shop.send(A, 'went')
  await shop.becomes(A, 'went: sent')
  expect(await agenda()).toMatchObject({ lastSend: {}, handedAt: [expect.any(Number)], habit: 'kept' })
  shop.outbox.forget(ACCOUNT)
  await shop.inbox.erase(await shop.conversation(A))
  await shop.storage.store<typeof accountsStore>('accounts').left(ACCOUNT, 'remove', shop.clock.now())
  expect(await agenda()).toMatchObject({ lastSend: null, handedAt: [], habit: null })
  expect(shop.outbox.isIdle(ACCOUNT)).toBe(true)
})
