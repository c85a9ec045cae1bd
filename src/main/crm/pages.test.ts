/** Pages of the CRM's are taken in at once as far as they are new here: that has to come to the same as record by record. */
import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createContact, needInCrm } from '../contacts/store'
import { EVERY_ACCOUNT, markOf, migrations, type Sql } from '../storage'
import { openDatabase } from '../storage/open'
import { createLead } from '../orders/lead-store'
import { applyPages } from './pull-store'

const BASE = 'https://crm.example.test'
const AT = '2026-01-02T03:04:05.000Z'
const idOf = (letter: string, n: number): string => `${letter.repeat(8)}-0000-4000-8000-00000000000${n}`
const phoneOf = (n: number): string => `+6281200000${n}0`

const markKey = randomBytes(32)
let folder = ''
let sql: Sql
beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'leadline-pages-'))
  const file = path.join(folder, 'leadline.db')
  const backups = path.join(folder, 'backups')
  sql = openDatabase({ file, backups, key: randomBytes(32), markKey, migrations })
})
afterAll(() => {
  sql.raw.close()
  fs.rmSync(folder, { recursive: true, force: true })
})

const few = fc.nat({ max: 3 })
const version = fc.integer({ min: 1, max: 3 })
const stamped = (id: string, at: number) => ({ id, version: at, createdAt: AT, updatedAt: AT })
const gone = (letter: string) =>
  fc.tuple(few, version).map(([n, at]) => ({ ...stamped(idOf(letter, n), at), deleted: true }))
/** For which record of ours it was made, as a CRM may say. */
const proposed = (letter: string) =>
  fc.option(few).map((n) => (n === null ? {} : { clientRef: idOf(letter, n) }))
const contact = fc
  .record({
    n: few,
    at: version,
    ref: proposed('f'),
    phones: fc.uniqueArray(few, { maxLength: 2 }),
    tags: fc.subarray(['A', 'B']),
  })
  .map(({ n, at, ref, phones, tags }) => ({
    ...stamped(idOf('c', n), at),
    ...ref,
    ...{
      name: `Dewi ${n} ${at}`,
      phones: phones.map(phoneOf),
      tags,
      email: at > 1 ? `d${n}@example.test` : null,
    },
  }))
const lead = fc
  .record({ n: few, at: version, ref: proposed('e'), contact: few })
  .map(({ n, at, ref, contact: about }) => ({
    ...stamped(idOf('a', n), at),
    ...ref,
    ...{ title: `Lead ${n} ${at}`, contactId: idOf('c', about), stageId: 's', value: at, currency: 'IDR' },
  }))
const subject = fc.oneof(
  few.map((n) => ({ kind: 'contact', id: idOf('c', n) })),
  few.map((n) => ({ kind: 'lead', id: idOf('a', n) })),
)
const note = fc.record({ n: few, at: version, subject }).map(({ n, at, subject: about }) => ({
  ...stamped(idOf('b', n), at),
  ...{ subject: about, body: `Note ${n} ${at}` },
}))
const nonsense = fc.constantFrom(null, 7, {}, { id: idOf('c', 0), version: 1 })
const pageOf = <K extends string>(kind: K, record: fc.Arbitrary<object>, letter: string) =>
  fc.record({
    kind: fc.constant(kind),
    items: fc.array(
      fc.oneof(
        { arbitrary: record, weight: 8 },
        { arbitrary: gone(letter), weight: 1 },
        { arbitrary: nonsense, weight: 1 },
      ),
      { maxLength: 6 },
    ),
  })
const page = fc.oneof(
  { arbitrary: pageOf('contact', contact, 'c'), weight: 3 },
  { arbitrary: pageOf('lead', lead, 'a'), weight: 2 },
  { arbitrary: pageOf('note', note, 'b'), weight: 1 },
)
const course = fc.record({
  /** People who are here already, some on their way to the CRM. */
  ours: fc.array(fc.record({ n: few, phone: fc.option(few), told: fc.boolean(), sells: fc.boolean() }), {
    maxLength: 3,
  }),
  erased: fc.uniqueArray(few, { maxLength: 1 }),
  /** Numbers of people who were erased. */
  marked: fc.uniqueArray(few, { maxLength: 1 }),
  pages: fc.array(page, { minLength: 1, maxLength: 5 }),
})
type Course = typeof course extends fc.Arbitrary<infer C> ? C : never

/** All that was written, but for what is drawn anew each time. */
function dump(): unknown {
  const all = (query: string): unknown[] => sql.raw.prepare(query).all()
  return {
    contacts: all(
      `SELECT id, name, email, folded, created_at, updated_at,
          (SELECT text FROM contact_search WHERE rowid = contacts.seq) AS found_by FROM contacts ORDER BY id`,
    ),
    phones: all('SELECT phone, contact_id FROM contact_phones ORDER BY phone'),
    tags: all('SELECT contact_id, tag FROM contact_tags ORDER BY contact_id, tag'),
    leads: all('SELECT * FROM leads ORDER BY id'),
    sums: all('SELECT * FROM stage_sums ORDER BY stage_id, currency'),
    notes: all('SELECT * FROM notes ORDER BY id'),
    sync: all(
      `SELECT kind, record_id, iif(state = 'gone', NULL, remote_id) AS remote_id, state, reason, version, base, newer_version, synced_at
        FROM sync ORDER BY kind, record_id`,
    ),
    aliases: all('SELECT * FROM merged_remotes ORDER BY remote_id'),
    erased: all('SELECT remote_id FROM erased_remotes ORDER BY remote_id'),
    changes: all(
      'SELECT kind, record_id, operation, fields, state, conflict FROM change_log ORDER BY kind, record_id, id',
    ),
  }
}

function markErased(phone: string): void {
  const mark = markOf(markKey, EVERY_ACCOUNT, `${phone.slice(1)}@c.us`)
  sql.raw.prepare('INSERT INTO erased_marks (address_hash) VALUES (?)').run(mark)
}

type Way = 'record by record' | 'a page at once' | 'several pages at once'

/** As they are taken in by `Pull`, where what is missing can't be read. @returns how many items could not be read. */
function take(kind: 'contact' | 'lead' | 'note', pages: readonly unknown[][]): number {
  const asked = { kind, base: BASE, generation: 0, now: 5 }
  const cursors = { cursor: 'x', more: true }
  let unread = 0
  for (let left = pages, passOver = false; left.length > 0;) {
    const given = left.map((items) => ({ ...cursors, items: JSON.stringify(items) }))
    const result = applyPages(sql, { ...asked, passOver, pages: given })
    if (!result) throw new Error('nothing was taken')
    unread += result.unread
    left = left.slice(result.taken)
    passOver = result.missing.length > 0
  }
  return unread
}

/** In a transaction that is undone. */
function outcome({ ours, erased, marked, pages }: Course, way: Way): unknown {
  sql.raw.exec('BEGIN')
  try {
    for (const { n, phone, told, sells } of ours) {
      const id = idOf('f', n)
      createContact(sql, { id, name: `Ours ${n}`, phone: phone === null ? null : phoneOf(phone), now: 1 })
      if (told && sql.raw.prepare('SELECT 1 FROM contacts WHERE id = ?').get(id)) needInCrm(sql, id, 1)
      if (sells && sql.raw.prepare('SELECT 1 FROM contacts WHERE id = ?').get(id)) {
        const about = { contactId: id, conversationId: null, title: 'Ours', stageId: 's' }
        createLead(sql, { id: idOf('e', n), ...about, value: 1, currency: 'IDR', now: 1 })
      }
    }
    for (const n of erased)
      sql.raw.prepare('INSERT INTO erased_remotes (remote_id) VALUES (?)').run(idOf('c', n))
    for (const n of marked) markErased(phoneOf(n))
    let unread = 0
    for (const { kind, items } of pages) {
      const each = items.map((item) => [item])
      if (way === 'record by record') for (const one of each) unread += take(kind, [one])
      else unread += take(kind, way === 'a page at once' ? [items] : each)
    }
    return { unread, ...(dump() as object) }
  } finally {
    sql.raw.exec('ROLLBACK')
  }
}

it.each(['a page at once', 'several pages at once'] as const)(
  '%s comes to the same as record by record',
  (way) => {
    fc.assert(
      fc.property(course, (drawn) => {
        expect(outcome(drawn, way)).toEqual(outcome(drawn, 'record by record'))
      }),
      { numRuns: Math.max(150, Number(process.env['PROPERTY_RUNS'] ?? 0)) },
    )
  },
)

it('pages are taken as far as what they are about is here, and go on when it was read', () => {
  sql.raw.exec('BEGIN')
  try {
    const about = (contactId: string, n: number) => ({
      ...stamped(idOf('a', n), 1),
      ...{ title: 'Sofa', contactId, stageId: 's', value: null, currency: null },
    })
    const asked = { base: BASE, generation: 0, passOver: false, now: 5 }
    const person = { ...stamped(idOf('c', 1), 1), name: 'Dewi', phones: [] }
    const some = (items: unknown[], cursor: string) => ({ items: JSON.stringify(items), cursor, more: true })
    const cursor = (): unknown =>
      sql.raw.prepare("SELECT value FROM settings WHERE key = 'crm.cursor.lead'").pluck().get()
    applyPages(sql, { ...asked, kind: 'contact', pages: [some([person], 'p')] })
    const leads = [some([about(person.id, 1)], 'one'), some([about(idOf('c', 2), 2)], 'two')]
    expect(applyPages(sql, { ...asked, kind: 'lead', pages: leads })).toMatchObject({
      taken: 1,
      missing: [{ kind: 'contact', id: idOf('c', 2) }],
      touched: { leads: [{ id: idOf('a', 1) }] },
    })
    expect(cursor()).toBe('one')
    const left = { ...asked, kind: 'lead' as const, pages: leads.slice(1), passOver: true }
    expect(applyPages(sql, left)).toMatchObject({ taken: 1, missing: [], touched: { leads: [] } })
    expect(cursor()).toBe('two')
  } finally {
    sql.raw.exec('ROLLBACK')
  }
})
