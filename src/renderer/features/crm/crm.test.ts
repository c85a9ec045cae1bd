import { describe, expect, it } from 'vitest'
import { answers, inWords, questions, sideInWords, type Words } from './conflict-values'
import { checkSignIn, isAddress } from './sign-in'
import { crmView, needsSignIn, syncWord } from './status'

const words: Words = {
  money: (minor, currency) => `${currency} ${minor / 100}`,
  name: (field) => field,
  number: String,
  exact: (at) => `day ${at / 86_400_000}`,
  list: (items) => items.join(', '),
  stages: [{ id: 's', name: 'Quoted', order: 1, color: null, outcome: 'open' }],
  categories: [{ id: 'c', name: 'Cables' }],
  status: (status) => (status === 'placed' ? 'Placed' : null),
  yes: 'yes',
  no: 'no',
  nothing: 'nothing',
  pictures: (count: number) => `${count} pictures`,
}

const status = {
  kind: 'reference' as const,
  expired: false,
  url: null,
  user: null,
  role: 'owner' as const,
  reachable: null,
  failing: false,
  waiting: 0,
  refused: 0,
  lastSyncAt: null,
  reading: [],
  takes: [],
}

describe('what was changed on both sides', () => {
  const choices = ['value', 'currency', 'title'].map((field) => ({ field, base: 1, ours: 2, theirs: 3 }))

  it('is asked about once for fields that mean something only together', () => {
    expect(questions(choices).map(({ field }) => field)).toEqual(['value', 'title'])
    expect(answers(choices, { value: 'ours', title: 'theirs' })).toEqual({
      value: 'ours',
      currency: 'ours',
      title: 'theirs',
    })
    expect(answers(choices, { title: 'ours' })).toBeNull()
    const alone = choices.filter(({ field }) => field === 'currency')
    expect(questions(alone)).toEqual([{ field: 'currency', parts: alone }])
    expect(answers(alone, { currency: 'theirs' })).toEqual({ currency: 'theirs' })
  })

  it('says all of what an order comes to on either side, in its own currency', () => {
    const line = { productId: null, name: 'Nail', quantity: 8, unitPrice: 100 }
    const choices = [
      { field: 'currency', base: 'IDR', ours: 'IDR', theirs: 'INR' },
      { field: 'lines', base: [line], ours: [line], theirs: [{ ...line, quantity: 9 }] },
      { field: 'discount', base: 0, ours: 0, theirs: 200 },
    ]
    const [question, ...rest] = questions(choices)
    expect(rest).toEqual([])
    if (!question) throw new Error('nothing is asked')
    expect(question.field).toBe('lines')
    expect(sideInWords(question, 'ours', 'IDR', words)).toBe('lines: 8 × Nail (IDR 1); discount: IDR 0')
    expect(sideInWords(question, 'theirs', 'IDR', words)).toBe('lines: 9 × Nail (INR 1); discount: INR 2')
    expect(answers(choices, { lines: 'theirs' })).toEqual({
      ...{ currency: 'theirs', lines: 'theirs', discount: 'theirs' },
    })
    const [price] = questions([
      { field: 'unitPrice', base: 500, ours: 600, theirs: 500 },
      { field: 'currency', base: 'IDR', ours: 'IDR', theirs: 'INR' },
    ])
    expect(price && sideInWords(price, 'theirs', 'IDR', words)).toBe('INR 5')
  })

  it.each([
    ['value', 500, 'IDR 5'],
    ['priority', 'high', 'high'],
    ['stageId', 's', 'Quoted'],
    ['stageId', 'gone', 'gone'],
    ['unitPrice', 500, 'IDR 5'],
    ['categoryId', 'c', 'Cables'],
    ['status', 'placed', 'Placed'],
    ['lines', [{ name: 'Sofa', quantity: 2, unitPrice: 1 }], '2 × Sofa (IDR 0.01)'],
    ['terms', { discountRate: 10_000, taxRate: null, includedTax: null }, '10 %'],
    ['tags', [], 'nothing'],
    ['phones', ['+62811', '+62812'], '+62811, +62812'],
    ['dueAt', '1970-01-02T00:00:00.000Z', 'day 1'],
    ['done', true, 'yes'],
    ['pictures', [{ url: '/api/pictures/1' }], '1 pictures'],
    ['notes', null, 'nothing'],
    ['subject', { kind: 'lead' }, 'nothing'],
  ])('is said in words: %s %j', (field, value, said) => {
    expect(inWords(field, value, 'IDR', words)).toBe(said)
  })
})

describe('where a record stands', () => {
  it('does not say that it waits for the CRM while nobody is signed in', () => {
    expect(syncWord('waiting', 'lead', true)).toBe('signIn')
    expect(syncWord('waiting', 'lead', false)).toBe('waiting')
    expect(syncWord('synced', 'order', true)).toBe('synced')
    expect(syncWord('synced', 'order', true, 'The CRM keeps it in grams.')).toBe('unread')
    expect(syncWord('refused', 'order', true)).toBe('refused')
    expect(syncWord('local', 'contact', true)).toBe('later')
    expect(syncWord('local', 'lead', true)).toBe('local')
  })

  it('asks nobody to sign in before it is known who is', () => {
    expect(needsSignIn(null)).toBe(false)
    expect(needsSignIn({ ...status, state: 'none' })).toBe(true)
    expect(needsSignIn({ ...status, state: 'signed-out' })).toBe(true)
    expect(needsSignIn({ ...status, state: 'signed-in' })).toBe(false)
  })

  it.each([
    [{ reachable: null }, 'asking'],
    [{}, 'synced'],
    [{ waiting: 1 }, 'waiting'],
    [{ reading: [{ kind: 'contact' as const, read: 200 }] }, 'reading'],
    [{ failing: true }, 'failing'],
    [{ failing: true, waiting: 1 }, 'failing'],
    [{ reachable: false, waiting: 1 }, 'unreachable'],
    [{ reachable: false, refused: 1 }, 'refused'],
    [{ state: 'signed-out' as const, waiting: 1 }, 'signedOut'],
    [{ state: 'signed-out' as const }, 'signedOutIdle'],
  ])('%j is said as %s', (change, word) => {
    expect(crmView({ ...status, state: 'signed-in', reachable: true, ...change }).word).toBe(word)
  })
})

describe('signing in to the CRM', () => {
  it.each([
    ['crm.example', true],
    [' https://crm.example/ ', true],
    ['127.0.0.1:4000', true],
    ['shop.example:8080/crm', true],
    ['', false],
    ['not an address', false],
    ['ftp://crm.example', false],
    ['https://me:secret@crm.example', false],
  ])('%j can be an address: %s', (text, can) => {
    expect(isAddress(text)).toBe(can)
  })

  it('names each field that is not right', () => {
    expect(checkSignIn({ url: '', email: 'siti', password: '' })).toEqual(['url', 'email', 'password'])
    expect(checkSignIn({ url: 'crm.example', email: 'siti@example.test', password: 'x' })).toEqual([])
  })
})
