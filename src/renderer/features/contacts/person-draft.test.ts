import { expect, it } from 'vitest'
import type { Contact } from '../../../contract'
import { changesOf } from '../../lib/changes'
import { changeOf, draftOf } from './person-draft'

const contact: Contact = {
  ...{ id: 'c1', name: 'Siti', aliases: ['Bu Siti'], phones: ['+628111'], email: 'siti@example.test' },
  ...{ otherEmails: ['toko@example.test'], company: null, address: 'Jl. Merdeka 1', note: 'Pays late' },
  ...{ tags: ['regular'], fields: [{ name: 'Size', value: 'XL' }], lids: [], knownSince: 0 },
  ...{ consent: { state: 'unknown', at: null, how: null }, isBusiness: false, isBlocked: false },
  sync: { state: 'synced', reason: null },
}
const spaced = (phone: string) => phone.replace('+62', '+62 ')

it('changes what was changed in the form alone, however numbers are laid out', () => {
  const draft = draftOf(contact, spaced)
  const opened = changeOf(draft)
  expect(changesOf(opened, changeOf({ ...draft }))).toBeNull()
  expect(changesOf(opened, changeOf({ ...draft, tags: ['regular', 'vip'] }))).toEqual({
    tags: ['regular', 'vip'],
  })
  expect(changesOf(opened, changeOf({ ...draft, address: ' ' }))).toEqual({ address: null })
  expect(changesOf(opened, changeOf({ ...draft, emails: 'siti@example.test' }))).toEqual({ otherEmails: [] })
})
