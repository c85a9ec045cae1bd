/** What is worked out without a site: money, times, texts, refusals, where a walk goes on. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { minorDigits } from '../../../contract/entities/currency'
import { frappeProblem } from './errors'
import { fromDecimal, toDecimal } from './money'
import { fromHtml, toHtml } from './text'
import { instantOf, isoOf, microsOf, siteTime, textOf } from './time'
import { START, filtersOf, step, type Place } from './walk'

const currencies = fc.constantFrom('IDR', 'INR', 'JPY', 'KWD', 'USD')

describe('money', () => {
  it.each([
    [1_850_000_000, 'IDR', '18500000.00'],
    [5, 'INR', '0.05'],
    [1999, 'JPY', '1999'],
    [1_234, 'KWD', '1.234'],
    [-105, 'USD', '-1.05'],
  ])('%i of %s is %s', (minor, currency, text) => {
    expect(toDecimal(minor, currency)).toBe(text)
    expect(fromDecimal(text, currency)).toBe(minor)
  })

  it('comes back to the last digit, as the text that goes out and as a number that comes in', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -9_007_199_254_740_991, max: 9_007_199_254_740_991 }),
        currencies,
        (minor, currency) => {
          expect(fromDecimal(toDecimal(minor, currency), currency)).toBe(minor)
        },
      ),
    )
    // A number of JSON's holds fifteen digits for certain.
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_999_999_999_999 }), currencies, (minor, currency) => {
        expect(fromDecimal(JSON.parse(toDecimal(minor, currency)), currency)).toBe(minor)
      }),
    )
  })

  it('is not said where it can’t be said exactly', () => {
    expect(fromDecimal(33.333, 'IDR')).toBeNull()
    expect(fromDecimal(0.5, 'JPY')).toBeNull()
    expect(fromDecimal(33.33, 'IDR')).toBe(3333)
    expect(fromDecimal('12.3400000', 'INR')).toBe(1234)
    for (const value of [null, undefined, '', 'many', Number.NaN, 1e30, {}, '1e3'])
      expect(fromDecimal(value, 'INR')).toBeNull()
    expect(minorDigits('KWD')).toBe(3)
  })
})

describe('times', () => {
  it('lead from a version back to the very text', () => {
    for (const text of ['2026-03-09 10:00:00.123456', '2026-03-09 10:00:00', '1999-12-31 23:59:59.000001'])
      expect(textOf(microsOf(text) ?? 0)).toBe(text)
    expect(microsOf('2026-03-09')).toBe(Date.UTC(2026, 2, 9) * 1000)
    expect(microsOf('soon')).toBeNull()
  })

  it('are the site’s own, also around a change of its clocks', () => {
    expect(isoOf('2026-03-09 07:00:00', 'Asia/Jakarta')).toBe('2026-03-09T00:00:00.000Z')
    expect(isoOf('2026-03-09 05:30:00.5', 'Asia/Kolkata')).toBe('2026-03-09T00:00:00.500Z')
    expect(instantOf('2026-07-01 12:00:00', 'Europe/Berlin')).toBe(Date.UTC(2026, 6, 1, 10))
    fc.assert(
      fc.property(
        fc
          .integer({ min: Date.UTC(2020, 0), max: Date.UTC(2030, 0) })
          .map((ms) => Math.floor(ms / 1000) * 1000),
        fc.constantFrom('Asia/Jakarta', 'Asia/Kolkata', 'Asia/Kathmandu', 'UTC'),
        (ms, zone) => {
          expect(instantOf(siteTime(ms, zone), zone)).toBe(ms)
        },
      ),
    )
  })
})

describe('texts', () => {
  it('come back as they were written', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.string({ unit: 'grapheme' }).map((one) => one.replaceAll(/[\r\n\u2028\u2029]/g, '').trim()),
        ),
        (lines) => {
          const text = lines.join('\n')
          expect(fromHtml(toHtml(text)).replaceAll(/\s+/g, ' ').trim()).toBe(
            text.replaceAll(/\s+/g, ' ').trim(),
          )
        },
      ),
    )
    expect(fromHtml(toHtml('a <b> & "c"\n\nd'))).toBe('a <b> & "c"\n\nd')
  })

  it('of Frappe’s editor are what a person reads', () => {
    expect(fromHtml('<div class="ql-editor"><p>One <b>two</b></p><p>three<br>four</p></div>')).toContain(
      'One two\nthree\nfour',
    )
    expect(fromHtml('1 &lt; 2')).toBe('1 < 2')
    expect(fromHtml('<script>alert(1)</script>x')).toBe('x')
  })
})

describe('refusals', () => {
  const messages = (...texts: string[]) => JSON.stringify(texts.map((message) => JSON.stringify({ message })))

  it('are told apart by their exception, in the site’s own words', () => {
    expect(
      frappeProblem(417, {
        exc_type: 'LinkValidationError',
        exception: 'frappe.exceptions.LinkValidationError: x',
        _server_messages: messages('Could not find Item: <strong>Sofa</strong>', 'And &quot;more&quot;'),
      }),
    ).toMatchObject({ type: 'LinkValidationError', detail: 'Could not find Item: Sofa And "more"' })
    expect(frappeProblem(409, { exception: 'frappe.exceptions.DuplicateEntryError: Lead 1' })).toMatchObject({
      type: 'DuplicateEntryError',
      detail: 'Lead 1',
    })
    expect(frappeProblem(417, { exc_type: 'ValidationError', _server_messages: '["plain"]' })).toMatchObject({
      detail: 'plain',
    })
    expect(frappeProblem(417, { exc_type: 'ValidationError', _server_messages: 'broken' })).toMatchObject({
      detail: '',
    })
  })

  it('of somebody else are none', () => {
    for (const body of ['<html>', undefined, null, 7, { detail: 'x' }, { exc_type: 5 }])
      expect(frappeProblem(502, body)).toBeNull()
  })
})

describe('a walk', () => {
  interface Row {
    name: string
    modified: string
  }
  const compare = (a: Row, b: Row) =>
    a.modified === b.modified ? (a.name < b.name ? -1 : 1) : a.modified < b.modified ? -1 : 1
  /** As the site answers. */
  function read(rows: readonly Row[], at: Place, size: number): Row[] {
    const sorted = [...rows].sort(compare)
    const page: Row[] = []
    for (const filters of filtersOf(at)) {
      const holds = (row: Row) =>
        filters.every(([field, operator, value]) => {
          const own = row[field as keyof Row]
          const other = String(value)
          return operator === '=' ? own === other : operator === '>' ? own > other : own >= other
        })
      page.push(...sorted.filter(holds).slice(0, size - page.length))
    }
    return page
  }
  function walk(rows: readonly Row[], from: Place, size: number): { news: Row[]; at: Place } {
    const news: Row[] = []
    for (let at = from; ;) {
      const page = read(rows, at, size)
      const one = step(at, page as never, page.length === size)
      news.push(...(one.news as never as Row[]))
      at = one.next
      if (page.length < size) return { news, at }
    }
  }

  it('misses nothing and tells nothing twice, however many changed in the same instant', () => {
    const times = fc.integer({ min: 0, max: 5 }).map((second) => `2026-03-09 10:00:0${second}`)
    fc.assert(
      fc.property(
        fc.array(times, { maxLength: 30 }),
        fc.integer({ min: 1, max: 7 }),
        times,
        (all, size, late) => {
          const rows = all.map((modified, index) => ({
            name: `n${String(index).padStart(2, '0')}`,
            modified,
          }))
          const first = walk(rows, START, size)
          expect(first.news.map(({ name }) => name).sort()).toEqual(rows.map(({ name }) => name).sort())
          expect(walk(rows, first.at, size).news).toEqual([])
          // A slow transaction shows with a time that has passed, and one row is changed again.
          const added = { name: 'late', modified: late }
          const again = walk([...rows, added], first.at, size)
          expect(again.news).toEqual([added])
          expect(walk([...rows, added], again.at, size).news).toEqual([])
        },
      ),
    )
  })
})
