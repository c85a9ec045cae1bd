/**
 * The app as far as selling goes, in a process of its own, to be killed: the real rooms, the real encrypted database in its thread, real
 * requests. Plays the salesperson's steps of the course, skipping the time between them.
 */
import { once } from 'node:events'
import { AppError, type Contact } from '../../src/contract'
import type { ContactsStore } from '../../src/main/contacts'
import { memoryKeychain, openShop } from '../../src/main/crm/testing'
import type { Logger } from '../../src/main/platform/ports'
import { crmControl } from '../central-crm/control'
import { courseOf, type Step } from './course'
import type { FromApp, Start } from './messages'
import { TimeLapse } from './time-lapse'

const MINUTE = 60_000
const start = JSON.parse(process.argv[2] ?? '{}') as Start
const steps = courseOf(start.size)
const office = crmControl(start.office)

const tell = (message: FromApp): void => {
  process.send?.(message)
}
const ask = async (message: FromApp): Promise<void> => {
  const answered = once(process, 'message')
  tell(message)
  await answered
}

const hear =
  (isFault: boolean) =>
  (event: string, more: Record<string, unknown> = {}): void =>
    tell({ type: 'heard', what: 'status' in more ? `${event} ${String(more['status'])}` : event, isFault })
const logger: Logger = {
  debug: () => undefined,
  info: hear(false),
  warn: hear(false),
  error: hear(true),
  child: () => logger,
}

const clock = new TimeLapse(start.ahead, (ahead) => tell({ type: 'time', ahead }))
const shop = await openShop({
  timeout: start.size.timeout,
  interval: 30_000,
  secrets: memoryKeychain(false),
  storage: { folder: start.folder, key: Buffer.from(start.key, 'hex'), threadFile: start.threadFile },
  time: { clock: clock.now, timer: clock.timer },
  logger,
})
const people = shop.test.storage.store<ContactsStore>('contacts')

/** Whoever is not signed in tries once a minute; what waits for the person is looked at every five. */
let signInAt = 0
let lookAt = 0

async function signIn(): Promise<void> {
  const { url, password } = start
  await shop.crm.signIn({ url, email: 'siti@example.test', password }).then(
    () => hear(false)('signed-in'),
    (error: unknown) =>
      hear(false)(`not-signed-in ${error instanceof AppError ? error.code : String(error)}`),
  )
}

/**
 * Refusals are tried again, since nothing is wrong with what was refused. Of two values the own one is chosen, but for an order's
 * status: the office has gone on with it.
 */
async function attend(): Promise<void> {
  for (const { id: entryId, state, choices } of await shop.waiting()) {
    if (state === 'refused') await shop.crm.retry({ entryId })
    if (state === 'conflict')
      await shop.crm.choose({
        entryId,
        choices: Object.fromEntries(
          choices.map(({ field }) => [field, field === 'status' ? ('theirs' as const) : ('ours' as const)]),
        ),
      })
  }
}

/** Lets time pass, which is most of it skipped. */
async function passUntil(at: number): Promise<void> {
  while (clock.now() < at) {
    await clock.idle()
    const { state, refused } = await shop.crm.status()
    const due = [at, clock.next]
    if (state !== 'signed-in') due.push(signInAt)
    if (refused > 0) due.push(lookAt)
    if (state !== 'signed-in' && signInAt <= clock.now()) {
      signInAt = clock.now() + MINUTE
      await signIn()
    } else if (refused > 0 && lookAt <= clock.now()) {
      lookAt = clock.now() + 5 * MINUTE
      await attend()
    } else clock.skipTo(Math.min(...due))
  }
}

async function personBy(phone: string): Promise<Contact> {
  const id = await people.contactIdByPhone(phone)
  if (id === null) throw new Error(`there is nobody with ${phone}`)
  return people.getContact(id)
}

/** Done twice, each of them comes to the same as once: a kill may hide that it was done. */
async function take(step: Step): Promise<void> {
  switch (step.do) {
    case 'person': {
      const { id, phone, name } = step
      await people.createContact({ id, phone, name, email: null, now: clock.now() })
      return
    }
    case 'rename':
      await shop.contacts.rename({ contactId: (await personBy(step.phone)).id, name: step.name })
      return
    case 'lead': {
      const { id, phone, input } = step
      const contactId = (await personBy(phone)).id
      await shop.leads.create({ id, contactId, conversationId: null, stageId: 'new', ...input })
      return
    }
    case 'change-lead': {
      const { stage, ...change } = step.change
      const stageId = stage === undefined ? undefined : (await shop.catalog.stages())[stage]?.id
      await shop.leads.update({ id: step.id, ...change, ...(stageId === undefined ? {} : { stageId }) })
      return
    }
    case 'order': {
      const { id, phone, input } = step
      const contactId = (await personBy(phone)).id
      await shop.orders.create({ id, contactId, conversationId: null, ...input })
      return
    }
    case 'change-order':
      await shop.orders.update({ id: step.id, ...step.change })
      return
    case 'office':
      if ((await office.records(step.kind)).some(({ id }) => id === step.id))
        await office.edit(step.kind, step.id, step.set)
      return
    case 'office-person': {
      const { id, phone, name } = step
      const known = await office.records('contact')
      if (known.some(({ phones }) => phones.includes(phone))) return
      const empty = { email: null, company: null, address: null, tags: [], notes: null }
      await office.add('contact', id, { name, phones: [phone], ...empty, ownerId: shop.crm.who().userId })
      return
    }
    case 'road':
      await ask({ type: 'road', open: step.open })
      return
    case 'expire':
      await office.expireTokens({ refresh: step.refresh })
      return
    case 'kill':
    // Whoever started this process sees to it.
  }
}

/** Long enough for every wait there is, milliseconds. */
const SETTLED_WITHIN = 12 * 60 * MINUTE

/** Until nothing waits, and all of the CRM was read since. @throws with what still waits after half a day without failures. */
async function settle(): Promise<void> {
  for (const end = clock.now() + SETTLED_WITHIN; ;) {
    const { state, waiting, refused } = await shop.crm.status()
    if (state === 'signed-in' && waiting === 0 && refused === 0) break
    if (clock.now() > end)
      throw new Error(`it does not come to rest: ${JSON.stringify(await shop.waiting())}`)
    await passUntil(clock.now() + MINUTE)
  }
  const emptyAt = clock.now()
  for (let readAt = 0; readAt <= emptyAt; readAt = (await shop.crm.status()).lastSyncAt ?? 0)
    await passUntil(clock.now() + MINUTE)
}

for (const [index, step] of steps.entries()) {
  if (index < start.from) continue
  await passUntil(start.began + step.at)
  await take(step)
  tell({ type: 'did', step: index })
}
await ask({ type: 'over' })
await settle()
tell({ type: 'settled' })
// It ends as it always does here: killed.
setInterval(() => undefined, 60_000)
