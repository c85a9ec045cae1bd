import { describe, expect, it } from 'vitest'
import { daysBetween, localeOf, makeFormat } from './format'
import { lastedMinutes } from './lasting'
import { hueOf, initialsOf } from './people'

const plain = (text: string) => text.replace(/\s/gu, ' ')

describe('formats', () => {
  const english = makeFormat('en-IN')
  const indonesian = makeFormat('id-ID')

  it('writes money exactly, from minor units, as at home', () => {
    expect(plain(english.money(12_345_650, 'INR'))).toBe('₹1,23,456.50')
    expect(plain(indonesian.money(1_850_000_000, 'IDR'))).toBe('Rp 18.500.000')
    expect(plain(english.money(500, 'JPY'))).toBe('JP¥500')
  })

  it('names days near, dates far', () => {
    const now = new Date(2026, 2, 4, 12).getTime()
    const at = (days: number) => now - days * 86_400_000
    expect([english.day(at(0), now), english.day(at(1), now)]).toEqual(['Today', 'Yesterday'])
    expect(indonesian.day(at(1), now)).toBe('Kemarin')
    expect(english.day(at(3), now)).toBe('Sunday')
    expect(english.day(at(400), now)).toContain('2025')
  })

  it('counts midnights, not hours', () => {
    expect(daysBetween(new Date(2026, 2, 3, 23, 59).getTime(), new Date(2026, 2, 4, 0, 1).getTime())).toBe(1)
  })

  it('says now below a minute, and no size below a kilobyte', () => {
    expect([english.relative(10_000, 0), english.relative(-10_000, 0), english.relative(-60_000, 0)]).toEqual(
      ['now', 'now', '1 minute ago'],
    )
    expect([583, 1_499, 1_400_000, 2_000_000_000].map((size) => english.bytes(size))).toEqual([
      '1 kB',
      '1 kB',
      '1.4 MB',
      '2 GB',
    ])
  })

  it('says how long something takes or lasts', () => {
    expect([english.span(1), english.span(15), english.span(240)]).toEqual([
      '1 minute',
      '15 minutes',
      '4 hours',
    ])
    expect([makeFormat('hi-IN').span(5), plain(indonesian.span(60))]).toEqual(['5 मिनट', '1 jam'])
    const minutes = (count: number) => lastedMinutes(0, count * 60_000)
    expect([minutes(0.9), minutes(5.9), minutes(59), minutes(179)]).toEqual([null, 5, 59, 120])
  })

  it('writes phones in international form and leaves what is none as it is', () => {
    expect(english.phone('+919876543210')).toBe('+91 98765 43210')
    expect(english.phone('+1')).toBe('+1')
  })

  it('takes the region from the browser where it has the language', () => {
    expect(localeOf('en', ['fr', 'en-US'])).toBe('en-US')
    expect(localeOf('hi', ['en-US'])).toBe('hi-IN')
  })
})

describe('people', () => {
  it('have initials of first and last name, whole letters, none for numbers', () => {
    expect([
      initialsOf('Siti Nur Rahma'),
      initialsOf('  arjun '),
      initialsOf('+91 98765 43210'),
      initialsOf('🙂'),
    ]).toEqual(['SR', 'A', '', ''])
    expect(initialsOf('मीरा जोशी')).toBe('मीजो')
  })

  it('keep their colour', () => {
    expect(hueOf('a')).toBe(hueOf('a'))
    expect(hueOf('a')).not.toBe(hueOf('b'))
  })
})
