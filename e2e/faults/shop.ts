/** One account of the app with its phone, and what was said over it: what customers wrote, what the salesperson ordered to be sent. */
import { randomUUID } from 'node:crypto'
import path from 'node:path'
import { allMessages, chatOf, phoneOf } from '../steps'
import { until } from '../harness/wait'
import type { Account } from '../../src/contract'
import type { WhatsAppControl } from '../whatsapp-web/control'
import type { Stage } from './stage'

/** Ms until an account has recovered, on a busy machine. */
const LONGEST = 90_000
/** From this long a wait on (ms), the driver presses "Try now" as a person would. */
const PATIENCE = 4_000

/** What the salesperson wrote. */
export interface Order {
  clientId: string
  body: string
  /** The simulator's last log entry when it was written. */
  seq: number
}

export class Shop {
  readonly incoming: string[] = []
  readonly outgoing: Order[] = []
  readonly phone: WhatsAppControl
  /** Its customers, as WhatsApp's ids. The first one is answered. */
  readonly #chats: readonly [string, string]
  #conversationId = ''
  #pressedAt = 0

  /** @param number from 1; the account's phone is the one behind the first, where unlinked pages are */
  constructor(
    readonly stage: Stage,
    readonly accountId: string,
    readonly number: number,
  ) {
    this.phone = stage.world.phone(number + 1)
    this.#chats = [chatOf(number * 10), chatOf(number * 10 + 1)]
  }

  get profile(): string {
    return path.join(this.stage.dataDir, 'profiles', this.accountId)
  }

  async account(): Promise<Account> {
    const all = await this.stage.ask((client) => client.accounts.list())
    const found = all.find(({ id }) => id === this.accountId)
    if (!found) throw new Error(`the app has no account ${this.accountId}`)
    return found
  }

  /** Waits until the app shows the account like this. */
  shows(what: string, matches: (account: Account) => boolean): Promise<Account> {
    let last: unknown
    const look = async (): Promise<Account | null> => {
      const account = await this.account()
      last = [account.state, account.reason]
      return matches(account) ? account : null
    }
    return until(look, { what: `account ${this.number} ${what}`, timeout: LONGEST }).catch(
      (error: unknown) => {
        throw new Error(`${String(error)}; it was ${JSON.stringify(last)}`)
      },
    )
  }

  /** Two customers who wrote before it was linked. */
  async seed(): Promise<void> {
    await this.phone.configure({ boot: { syncMs: 300 } })
    await this.phone.seed({
      contacts: this.#chats.map((id) => ({ id, name: `Customer ${id.slice(-7, -5)}`, isMyContact: true })),
      messages: this.#chats.map((chat) => ({ chat, body: `first ${chat}` })),
    })
    this.incoming.push(...this.#chats.map((chat) => `first ${chat}`))
  }

  /** Links it for the first time. */
  async link(): Promise<void> {
    await this.seed()
    await this.connect()
    await this.settle()
    const phone = `+${phoneOf(this.number * 10)}`
    const found = await until(async () => (await this.#conversations()).find((one) => one.phone === phone), {
      what: 'the first conversation',
    })
    this.#conversationId = found.id
  }

  connect(): Promise<unknown> {
    return this.stage.ask((client) => client.accounts.connect({ accountId: this.accountId }))
  }

  /** A customer writes. */
  async write(): Promise<void> {
    const body = `shop ${this.number} in ${this.incoming.length}`
    this.incoming.push(body)
    await this.phone.text(this.#chats[this.incoming.length % 2]!, body)
  }

  /** The salesperson answers; the app has taken the order when this resolves. */
  async order(): Promise<void> {
    const { lastLog: seq } = await this.phone.state()
    const [clientId, body] = [randomUUID(), `shop ${this.number} out ${this.outgoing.length}`]
    this.outgoing.push({ clientId, body, seq })
    const conversationId = this.#conversationId
    await this.stage.ask((client) =>
      client.messages.send({ conversationId, clientId, body, quotedMessageId: null, attachment: null }),
    )
  }

  /** Until it is connected, in the app's eyes and in WhatsApp's, doing what a person would where the app waits for one. */
  async settle(): Promise<void> {
    const isUp = async (): Promise<boolean> =>
      (await this.phone.state()).pages.some(
        ({ linked, state, hasSynced }) => linked && state === 'CONNECTED' && hasSynced,
      )
    let last: Account | null = null
    await until(
      async () => {
        last = await this.account()
        if (last.state === 'connected') return isUp()
        await this.#help(last)
        return false
      },
      { what: `account ${this.number} connected`, timeout: LONGEST },
    ).catch((error: unknown) => {
      throw new Error(`${String(error)}; it was ${JSON.stringify(last)}`, { cause: error })
    })
    if ((await this.account()).paused)
      await this.stage.ask((client) =>
        client.accounts.setPaused({ accountId: this.accountId, paused: false }),
      )
  }

  async #help({ state, qr, nextTryAt }: Account): Promise<void> {
    if (state === 'unlinked' || state === 'attention') await this.connect()
    else if (qr !== null) await this.phone.pair({ qr: qr.text })
    else if (
      nextTryAt !== null &&
      nextTryAt - Date.now() > PATIENCE &&
      Date.now() - this.#pressedAt > PATIENCE
    ) {
      // Each press drops what is under way, so a person gives it a moment, too.
      this.#pressedAt = Date.now()
      await this.stage.ask((client) => client.accounts.reconnectNow({ accountId: this.accountId }))
    }
  }

  async #conversations() {
    const { accountId } = this
    const page = await this.stage.ask((client) =>
      client.conversations.list({ accountId, filter: 'all', query: '', cursor: null, limit: 50 }),
    )
    return page.items
  }

  /** All messages that the app has of it. */
  async messages() {
    const all = await Promise.all(
      (await this.#conversations()).map(({ id }) => this.stage.ask((client) => allMessages(client, id))),
    )
    return all.flat()
  }
}

/** So many accounts of a fresh app, each linked with a phone of its own. */
export async function openShops(stage: Stage, count: number): Promise<Shop[]> {
  const shops = [new Shop(stage, 'main', 1)]
  while (shops.length < count) {
    const number = shops.length + 1
    const { id } = await stage.ask((client) => client.accounts.add({ label: `Shop ${number}` }))
    shops.push(new Shop(stage, id, number))
  }
  await Promise.all(shops.map((shop) => shop.link()))
  return shops
}
