/**
 * Two machines and a CRM, through a drawn course of changes on all three sides, failures of every kind, and restarts: in the end all
 * three hold the same, and nothing that a person changed is lost without their having said so.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { crmControl, type CrmControl } from '../../../e2e/central-crm/control'
import { SEED_PASSWORD } from '../../../e2e/central-crm/seed/shop'
import { startCentralCrm, type CentralCrm } from '../../../e2e/central-crm/server'
import type { WaitingEntry } from '../../contract'
import { leadOf, newPhone, openShop, orderOf, type Shop } from './testing'
import {
  CALM,
  CHANGES,
  FIXED,
  MAIN_FIELD,
  officeOrder,
  onlyWhereMissing,
  plain,
  plainLines,
  SHOWN,
  shownTogether,
  step,
  type Change,
  type Edit,
  type Kind,
  type Step,
} from './two-clients.testing'

const RUNS = Math.min(Number(process.env['PROPERTY_RUNS'] ?? 3), 60)
/** All but those that take time, and those that leave something to the person. */
const FAULTS = [
  ...(['500', '503', '429', '401', 'portal', 'cut-before-commit'] as const),
  ...(['cut-after-commit', 'cut-mid-answer', '500-after-commit', 'garbage-after-commit'] as const),
]

let folder = ''
let server: CentralCrm
let control: CrmControl

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'leadline-two-'))
  server = await startCentralCrm({ dbFile: path.join(folder, 'crm.db'), seed: true })
  control = crmControl(server.url)
})
afterAll(async () => {
  await server.close()
  await rm(folder, { recursive: true, force: true })
})

const credentials = () => ({ url: server.url, email: 'manager@example.test', password: SEED_PASSWORD })

/** One course, told by what each machine was asked to keep. */
class Course {
  private n = 0
  readonly edits: Edit[] = []
  /** The person decided against it: `side kind id field`. */
  readonly givenUp = new Set<string>()
  private readonly phones = Array.from({ length: 4 }, newPhone)

  constructor(private readonly shops: readonly [Shop, Shop]) {}

  private async pick(side: number, kind: Kind, which: number): Promise<string | null> {
    const ids = [...(await this.here(side, kind)).keys()].sort()
    return ids[which % Math.max(ids.length, 1)] ?? null
  }

  /** What a machine has of a kind, by id: only what the screens would show. */
  async here(side: number, kind: Kind): Promise<Map<string, Record<string, unknown>>> {
    const shop = this.shops[side]!
    const { contacts } = shop
    if (kind === 'product') return this.productsOf(shop)
    const people = (
      await contacts.list({ query: '', tag: null, chat: 'any', cursor: null, limit: 200 })
    ).items.map(({ id }) => id)
    const found = new Map<string, Record<string, unknown>>()
    for (const contactId of people) {
      if (kind === 'contact') found.set(contactId, { ...(await contacts.get({ contactId })) })
      if (kind === 'lead')
        for (const lead of await shop.leads.ofContact({ contactId })) found.set(lead.id, { ...lead })
      if (kind === 'order')
        for (const order of await shop.orders.ofContact({ contactId })) found.set(order.id, { ...order })
      if (kind === 'task')
        for (const task of await shop.tasks.ofContact({ contactId })) found.set(task.id, { ...task })
      if (kind === 'note')
        for (const note of (await shop.notes.ofContact({ contactId, cursor: null, limit: 200 })).items)
          found.set(note.id, { ...note })
    }
    return found
  }

  private async productsOf({ catalog }: Shop): Promise<Map<string, Record<string, unknown>>> {
    const found = new Map<string, Record<string, unknown>>()
    for (const { id } of this.edits.filter(({ kind, field }) => kind === 'product' && field === 'name')) {
      const product = await catalog.get({ id }).catch(onlyWhereMissing)
      if (product) found.set(id, { ...product })
    }
    return found
  }

  private made(side: number, kind: Kind, id: string, field: string, value: unknown): void {
    this.edits.push({ side, kind, id, field, value })
  }

  async take(step: Step): Promise<void> {
    const n = ++this.n
    if (step.do === 'office' || step.do === 'office-deletes') await this.office(step, n)
    else if (step.do === 'person')
      await this.shops[step.side]!.addContact(`Person ${n}`, this.phones[step.phone])
    else if (step.do === 'sync') await this.shops[step.side]!.crm.syncNow().catch(() => undefined)
    else if (step.do === 'restart') await this.shops[step.side]!.restart()
    else if (step.do === 'product') await this.makeProduct(step.side, n)
    else if (step.do === 'lead' || step.do === 'order' || step.do === 'note' || step.do === 'task')
      await this.make(step.side, step.do, step.which, n)
    else await this.change(step.side, step.do, step.which, n)
  }

  private async makeProduct(side: number, n: number): Promise<void> {
    const [id, name] = [crypto.randomUUID(), `product ${n}`]
    const rest = { sku: null, categoryId: null, stock: n, unit: null, active: true }
    await this.shops[side]!.catalog.create({ id, name, unitPrice: n * 100, currency: 'IDR', ...rest })
    this.made(side, 'product', id, 'name', name)
  }

  private async make(
    side: number,
    kind: Exclude<Kind, 'contact' | 'product'>,
    nth: number,
    n: number,
  ): Promise<void> {
    const shop = this.shops[side]!
    const contactId = await this.pick(side, 'contact', nth)
    if (contactId === null) return
    const id = crypto.randomUUID()
    const subject = { kind: 'contact' as const, id: contactId }
    const text = `${kind} ${n}`
    const rest = { body: null, dueAt: n * 1000, priority: 'normal' as const }
    if (kind === 'lead') await shop.leads.create({ ...leadOf(contactId, { title: text }), id })
    else if (kind === 'order')
      await shop.orders.create({ ...orderOf(contactId, { note: text, status: 'draft' }), id })
    else if (kind === 'note') await shop.notes.create({ id, subject, body: text })
    else await shop.tasks.create({ id, subject, title: text, ...rest })
    this.made(side, kind, id, MAIN_FIELD[kind], text)
  }

  private async change(side: number, what: Change, nth: number, n: number): Promise<void> {
    const shop = this.shops[side]!
    const [kind, field] = CHANGES[what]
    const id = await this.pick(side, kind, nth)
    if (id === null) return
    const text = `${what} ${n}`
    if (what === 'rename') await shop.contacts.rename({ contactId: id, name: text })
    else if (what === 'lead-title') await shop.leads.update({ id, title: text })
    else if (what === 'lead-value') await shop.leads.update({ id, value: n, currency: 'IDR' })
    else if (what === 'order-note') await shop.orders.update({ id, note: text })
    else if (kind === 'order') {
      await this.changeMoney(side, id, what, n)
      return
    } else if (what === 'note-body') await shop.notes.update({ id, body: text })
    else if (what === 'product-name') await shop.catalog.update({ id, name: text })
    else if (what === 'product-stock') await shop.catalog.update({ id, stock: n })
    else if (what === 'product-price') await shop.catalog.update({ id, unitPrice: n })
    else await shop.tasks.update({ id, title: text })
    const isNumber = what === 'lead-value' || what === 'product-stock' || what === 'product-price'
    if (kind !== 'contact') this.made(side, kind, id, field, isNumber ? n : text)
  }

  /** What an order comes to: fewer lines, or what goes on and off them. */
  private async changeMoney(side: number, id: string, what: Change, n: number): Promise<void> {
    const { orders } = this.shops[side]!
    const { terms, sums } = await orders.get({ id })
    const amount = { kind: 'amount' as const, amount: n }
    if (what === 'order-lines') {
      const lines = [{ productId: null, name: `Line ${n}`, quantity: 1, unitPrice: 1000 + n }]
      const isTooMuch = sums.discount > 1000
      await orders.update({ id, lines, ...(isTooMuch ? { terms: { ...terms, discount: null } } : {}) })
      this.made(side, 'order', id, 'lines', plainLines(lines))
    } else if (what === 'order-discount') {
      await orders.update({ id, terms: { ...terms, discount: amount } })
      this.made(side, 'order', id, 'discount', n)
    } else {
      await orders.update({ id, terms: { ...terms, tax: { ...amount, included: false } } })
      this.made(side, 'order', id, 'tax', n)
    }
  }

  /** Somebody at the CRM changes or deletes something. */
  private async office(step: Extract<Step, { kind: string }>, n: number): Promise<void> {
    const { kind } = step
    const mine = new Set(this.edits.map(({ id }) => id))
    const there = (await control.records(kind)).filter(({ id }) => mine.has(id))
    const record = there[step.which % Math.max(there.length, 1)]
    if (!record) return
    const { id } = record
    if (step.do === 'office-deletes') {
      await control.remove(kind, id)
      return
    }
    const isEven = step.how % 2 === 0
    const set = {
      lead: isEven ? { title: `Office ${n}` } : { value: n, currency: 'INR' },
      order: 'lines' in record ? officeOrder(record, step.how, n) : {},
      note: { body: `Office ${n}` },
      task: { title: `Office ${n}` },
      product:
        [{ name: `Office ${n}` }, { stock: n }, { currency: 'INR' }, { unitPrice: n }][step.how % 4] ?? {},
    }[kind]
    await control.edit(kind, id, set)
  }

  /** All failures over: everything goes through, and the person decides what only they can. */
  async settle(): Promise<void> {
    for (let calm = 0, round = 0; calm < 3; round += 1) {
      if (round > 60) throw new Error('it does not come to rest')
      let moved = false
      for (const [side, shop] of this.shops.entries()) {
        // A failure in the very moment in which the token is renewed ends the session.
        if ((await shop.crm.status()).state !== 'signed-in') await shop.crm.signIn(credentials())
        await shop.crm.syncNow().catch(() => undefined)
        for (const entry of await shop.waiting()) {
          moved = true
          if (entry.state === 'conflict') {
            await this.decide(side, entry)
          } else if (entry.state === 'refused') {
            for (const field of Object.values(CHANGES).map(([, changed]) => changed))
              this.giveUp(side, entry, field)
            await shop.crm.discard({ entryId: entry.id })
          }
        }
      }
      calm = moved ? 0 : calm + 1
    }
  }

  /** One machine's person always stays with ours, the other's goes with theirs; what stands then is what was shown. */
  private async decide(side: number, entry: WaitingEntry): Promise<void> {
    const shop = this.shops[side]!
    const choice = side === 0 ? ('ours' as const) : ('theirs' as const)
    const before = await shownTogether(shop, entry)
    const together = entry.choices.filter(({ field }) => field in before)
    for (const { field, ours } of together) expect(plain(field, ours), `our ${field}`).toEqual(before[field])
    if (side === 1) for (const { field } of entry.choices) this.giveUp(side, entry, field)
    const choices = Object.fromEntries(entry.choices.map(({ field }) => [field, choice]))
    await shop.crm.choose({ entryId: entry.id, choices })
    const theirs = Object.fromEntries(together.map((one) => [one.field, plain(one.field, one.theirs)]))
    const after = await shownTogether(shop, entry)
    expect(after, `${choice} of ${entry.kind}`).toEqual(side === 0 ? before : { ...before, ...theirs })
  }

  private giveUp(side: number, { kind, recordId }: { kind: string; recordId: string }, field: string): void {
    this.givenUp.add(`${side} ${kind} ${recordId} ${field}`)
  }
}

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

it('come to hold the same, and lose nothing', { timeout: 900_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 12, maxLength: 45 }), fc.nat(), async (steps, seed) => {
      const open = () => openShop({ timeout: 3000 })
      const shops = [await open(), await open()] as const
      try {
        for (const shop of shops) {
          await shop.crm.signIn(credentials())
          await shop.crm.syncNow()
        }
        const course = new Course(shops)
        for (const kind of seed === CALM ? [] : FAULTS)
          await control.fail({ kind, ratePerMille: 35, seed, retryAfter: 0 })
        for (const one of steps) await course.take(one)
        await control.clear()
        await course.settle()

        const mine = new Set(course.edits.map(({ id }) => id))
        for (const kind of ['lead', 'order', 'note', 'task', 'product'] as const) {
          const there = new Map<string, object>(
            (await control.records(kind)).filter(({ id }) => mine.has(id)).map((one) => [one.id, one]),
          )
          const pick = (record: object, index: 0 | 1) =>
            SHOWN[kind].map((names) =>
              plain(names[0], Object.entries(record).find(([name]) => name === names[index])?.[1]),
            )
          const theirs = [...there].map(([id, record]) => [id, ...pick(record, 0)]).sort()
          for (const side of [0, 1]) {
            const here = [...(await course.here(side, kind))].filter(([id]) => mine.has(id))
            expect(here.map(([id, record]) => [id, ...pick(record, 1)]).sort(), `${kind} of ${side}`).toEqual(
              theirs,
            )
          }
          const past = await control.history(kind)
          for (const [index, edit] of course.edits.entries()) {
            if (edit.kind !== kind) continue
            const { side, id, field, value } = edit
            const isOwnLater = course.edits.some(
              (other, at) => at > index && other.side === side && other.id === id && other.field === field,
            )
            if (isOwnLater || course.givenUp.has(`${side} ${kind} ${id} ${field}`)) continue
            const inHistory = past.some(
              (state) => state.id === id && isSame(plain(field, state.data[field]), value),
            )
            expect(inHistory, `${kind} ${field} “${String(value)}” of ${side}`).toBe(true)
          }
        }
        const people = await control.records('contact')
        for (const side of [0, 1])
          for (const contact of (await course.here(side, 'contact')).values()) {
            const { name, phones, sync } = contact as {
              name: string
              phones: string[]
              sync: { state: string }
            }
            if (sync.state !== 'synced') continue
            const same = people.filter((one) => one.phones.some((phone) => phones.includes(phone)))
            expect(same.map((one) => one.name)).toContain(name)
          }
      } finally {
        await control.clear()
        for (const shop of shops) await shop.close()
      }
    }),
    { numRuns: RUNS + FIXED.length, endOnFailure: true, examples: FIXED },
  )
})
