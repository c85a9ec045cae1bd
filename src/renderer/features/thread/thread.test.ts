import { describe, expect, it } from 'vitest'
import type { Message } from '../../../contract'
import { isBigEmoji, piecesOf, plainOf, isOpened } from './rich-text'
import { rowsOf } from './rows'

const message = (id: number, at: number, direction: 'in' | 'out' = 'in'): Message => ({
  id,
  conversationId: 'c',
  direction,
  type: 'text',
  body: 'ok',
  at,
  state: null,
  failure: null,
  author: null,
  quoted: null,
  media: null,
  location: null,
  cards: [],
  poll: null,
  edits: [],
  revokedAt: null,
  reactions: [],
  starred: false,
  automatic: null,
})

describe('rows of a thread', () => {
  const noon = new Date(2026, 2, 3, 12).getTime()
  const DAY = 86_400_000

  it('groups by author and minute', () => {
    const rows = rowsOf(
      [
        message(1, noon),
        message(2, noon + 20_000),
        message(3, noon + 30_000, 'out'),
        message(4, noon + 90_000, 'out'),
      ],
      null,
    )
    const flags = rows.flatMap((row) => (row.kind === 'message' ? [`${row.first}/${row.last}`] : []))
    expect(flags).toEqual(['true/false', 'false/true', 'true/true', 'true/true'])
  })

  it('parts days, and draws a line above what is unread', () => {
    const rows = rowsOf([message(1, noon - DAY), message(2, noon), message(3, noon + 1000)], 3)
    expect(rows.map((row) => row.kind)).toEqual(['day', 'message', 'day', 'message', 'unread', 'message'])
    expect(rows.at(-1)).toMatchObject({ first: true })
  })

  it('has a key of its own for every row', () => {
    const rows = rowsOf([message(1, noon - DAY), message(2, noon), message(3, noon - DAY)], 3)
    expect(new Set(rows.map((row) => row.key)).size).toBe(rows.length)
  })
})

describe('text', () => {
  it('links http and https, leaving the sentence its punctuation', () => {
    expect(piecesOf('see https://example.com/a?b=1, or www.example.com.')).toEqual([
      { kind: 'text', text: 'see ' },
      { kind: 'link', text: 'https://example.com/a?b=1', href: 'https://example.com/a?b=1' },
      { kind: 'text', text: ', or ' },
      { kind: 'link', text: 'www.example.com', href: 'https://www.example.com/' },
      { kind: 'text', text: '.' },
    ])
  })

  it.each([
    'javascript:alert(1)',
    'https://user:password@example.com/',
    'data:text/html,x',
    'file:///etc/passwd',
  ])('never links %s', (text) => expect(piecesOf(text).every((piece) => piece.kind === 'text')).toBe(true))

  it('styles as WhatsApp does, and not inside words', () => {
    expect(piecesOf('*10% off* snake_case_name 2*3*4').map((piece) => piece.kind)).toEqual(['bold', 'text'])
  })

  it('leaves the marks out where nothing can be styled, and only those', () => {
    expect(plainOf('*10% off* ~tomorrow~ _today_: 2*3*4, see https://example.com/a_b_')).toBe(
      '10% off tomorrow today: 2*3*4, see https://example.com/a_b_',
    )
  })

  it('loses no character', () => {
    const body = 'a *b* _c_ ~d~ ```e``` f'
    expect(
      piecesOf(body)
        .map((piece) => piece.text)
        .join(''),
    ).toBe('a b c d e f')
  })

  it('shows up to three emoji large', () => {
    expect(['👍', '👍🏽', '❤️🎉', '👨‍👩‍👧'].every(isBigEmoji)).toBe(true)
    expect(['ok', '👍 ok', '👍👍👍👍', '1', ''].some(isBigEmoji)).toBe(false)
  })
})

describe('a link that is clicked', () => {
  it('is opened on the desktop where it is encrypted, and by a browser always', () => {
    expect(isOpened('https://shop.example/', true)).toBe(true)
    expect(isOpened('http://shop.example/', true)).toBe(false)
    expect(isOpened('http://shop.example/', false)).toBe(true)
  })

  it('is none where nobody can mean it', () => {
    expect(piecesOf(`https://shop.example/${'x'.repeat(4_000)}`)).toMatchObject([{ kind: 'text' }])
  })
})
