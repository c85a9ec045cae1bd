/** Leads and orders made in a chat: kept here at once, in the CRM as soon as it can be reached. */
import type {
  AppEvent,
  Contact,
  Lead,
  LeadCard,
  LeadDetails,
  LeadInput,
  Order,
  OrderInput,
  OrderSending,
  OrderStep,
  Page,
  StageSum,
} from '../../contract'
import type { Storage } from '../storage'
import type { ContactsStore } from '../contacts'
import type { StagePage } from './board-store'
import type { OrderChange } from './order-store'
import type { Actor } from './steps-store'
import type { ordersStore } from './store'

export { createLetters, type Letters } from './letters'

export interface OrdersOptions {
  storage: Storage
  emit: (event: AppEvent) => void
  /** Something now waits for the CRM. */
  changed: () => void
  /** Who is signed in to the CRM, by name. */
  who?: () => string | null
  /** Milliseconds since the epoch. */
  clock?: () => number
}

type WithId<T> = T & { id: string }

/** The contract's `leads` procedures, `stages` aside. */
export interface Leads {
  /** @throws {AppError} `not-found` */
  get(input: { id: string }): Promise<Lead>
  /** Newest first. */
  ofContact(input: { contactId: string }): Promise<Lead[]>
  /** One column of the board, what was changed last first. @throws {AppError} `invalid-input` for a foreign cursor. */
  ofStage(input: StagePage): Promise<Page<LeadCard>>
  sums(): Promise<StageSum[]>
  /** The same id twice is one lead. @throws {AppError} `not-found` or `invalid-input`. */
  create(input: WithId<LeadInput & LeadDetails>): Promise<Lead>
  /** @throws {AppError} `not-found` or `invalid-input`. */
  update(
    input: WithId<Partial<Pick<LeadInput, 'title' | 'stageId' | 'value' | 'currency'>> & LeadDetails>,
  ): Promise<Lead>
}

/** The contract's `orders` procedures, `products` aside. */
export interface Orders {
  /** @throws {AppError} `not-found` */
  get(input: { id: string }): Promise<Order>
  /** Newest first. */
  ofContact(input: { contactId: string }): Promise<Order[]>
  /** The same id twice is one order, also where it was changed since. @throws {AppError} `not-found` or `invalid-input`. */
  create(input: WithId<OrderInput>, by?: Author): Promise<Order>
  /** @throws {AppError} `not-found`, `invalid-input` or `wrong-state`. */
  update(input: OrderChange, by?: Author): Promise<Order>
  /** Of an order that was made in the database by another room: tells the screens, and the CRM's worker. */
  announce(order: Order): Promise<void>
  /** Who took which step when, oldest first. */
  steps(input: { id: string }): Promise<OrderStep[]>
  /** When it was sent to the customer by hand, oldest first. */
  sendings(input: { id: string }): Promise<OrderSending[]>
}

/** On whose behalf an order is changed here. */
export type Author = 'person' | 'assistant'

export function createOrders(options: OrdersOptions): { leads: Leads; orders: Orders } {
  const { storage, emit, changed, who = () => null, clock = Date.now } = options
  const store = storage.store<typeof ordersStore>('orders')
  const people = storage.store<ContactsStore>('contacts')
  const actor = (by: Author = 'person'): Actor => ({ by, name: by === 'person' ? who() : null })
  const tell = async (event: AppEvent, contactId: string): Promise<void> => {
    const contact: Contact = await people.getContact(contactId)
    emit(event)
    emit({ type: 'contact', contact })
    changed()
  }
  const lead = async (result: Promise<Lead>): Promise<Lead> => {
    const kept = await result
    await tell({ type: 'lead', lead: kept }, kept.contactId)
    return kept
  }
  const order = async (result: Promise<Order>): Promise<Order> => {
    const kept = await result
    await tell({ type: 'order', order: kept }, kept.contactId)
    return kept
  }
  return {
    leads: {
      get: ({ id }) => store.getLead(id),
      ofContact: ({ contactId }) => store.leadsOfContact(contactId),
      ofStage: (input) => store.leadsOfStage(input),
      sums: () => store.stageSums(),
      create: (input) => lead(store.createLead({ ...input, now: clock() })),
      update: (input) => lead(store.updateLead({ ...input, now: clock() })),
    },
    orders: {
      get: ({ id }) => store.getOrder(id),
      ofContact: ({ contactId }) => store.ordersOfContact(contactId),
      create: (input, by) => order(store.createOrder({ ...input, now: clock(), actor: actor(by) })),
      update: (input, by) => order(store.updateOrder({ ...input, now: clock(), actor: actor(by) })),
      announce: async (made) => {
        await order(Promise.resolve(made))
      },
      steps: ({ id }) => store.stepsOf(id),
      sendings: ({ id }) => store.sendingsOf(id),
    },
  }
}
