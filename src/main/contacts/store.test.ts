import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestStorage, type TestStorage } from '../storage/test-storage'
import type { contactsStore } from './store'

let test: TestStorage
beforeAll(async () => {
  test = await openTestStorage()
})
afterAll(() => test.cleanup())

const contacts = () => test.storage.store<typeof contactsStore>('contacts')
let lastPhone = 6281200000000
const newPhone = () => `+${(lastPhone += 1)}`

describe('a contact', () => {
  it('is kept once for each phone, whoever makes it', async () => {
    const phone = newPhone()
    expect(await contacts().contactIdByPhone(phone)).toBeNull()
    const first = await contacts().createContact({ id: randomUUID(), name: 'Siti', phone, now: 1 })
    const again = await contacts().createContact({ id: randomUUID(), name: 'Siti R', phone, now: 2 })
    expect(again).toEqual(first)
    expect(first).toMatchObject({ name: 'Siti', phones: [phone], knownSince: 1 })
    expect(first.sync).toEqual({ state: 'local', reason: null })
    expect(await contacts().contactIdByPhone(phone)).toBe(first.id)
  })

  it('is made once for each id, also without a phone', async () => {
    const id = randomUUID()
    const made = [1, 2, 3].map((now) => contacts().createContact({ id, name: 'Budi', phone: null, now }))
    const results = await Promise.all(made)
    expect(new Set(results.map((contact) => contact.id))).toEqual(new Set([id]))
    expect(results[2]).toMatchObject({ phones: [], lids: [], knownSince: 1 })
  })

  it('gets its number later, unless it is somebody else’s', async () => {
    const phone = newPhone()
    const { id } = await contacts().createContact({ id: randomUUID(), name: 'Lid', phone: null, now: 1 })
    expect(await contacts().addPhone({ id, phone, now: 2 })).toMatchObject({ id, phones: [phone] })
    const other = await contacts().createContact({ id: randomUUID(), name: 'Other', phone: null, now: 3 })
    expect(await contacts().addPhone({ id: other.id, phone, now: 4 })).toMatchObject({ id })
    expect(await contacts().getContact(other.id)).toMatchObject({ phones: [] })
  })

  it('keeps its name on one line', async () => {
    const { id } = await contacts().createContact({ id: randomUUID(), name: 'A\n\tB ', phone: null, now: 1 })
    expect(await contacts().getContact(id)).toMatchObject({ name: 'A B' })
    expect(await contacts().renameContact({ id, name: ' आशा  देवी ', now: 2 })).toMatchObject({
      name: 'आशा देवी',
      sync: { state: 'local' },
    })
    await expect(contacts().renameContact({ id, name: '\n', now: 2 })).rejects.toMatchObject({
      code: 'invalid-input',
    })
  })

  it('that does not exist is not found', async () => {
    const id = randomUUID()
    await expect(contacts().getContact(id)).rejects.toMatchObject({ code: 'not-found' })
    await expect(contacts().renameContact({ id, name: 'x', now: 1 })).rejects.toMatchObject({
      code: 'not-found',
    })
  })
})
