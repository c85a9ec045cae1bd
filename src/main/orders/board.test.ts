import { randomBytes, randomUUID } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { LeadCard, Page, StageSum } from '../../contract'
import { builder, migrations, type Sql } from '../storage'
import { openDatabase } from '../storage/open'
import { leadsOfStage, stageSums } from './board-store'
import { applyRemoteLead, createLead, removeLead, updateLead } from './lead-store'

const CONTACT = randomUUID()
let folder = ''
let sql: Sql
let now = 1000
beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'leadline-board-'))
  const file = path.join(folder, 'leadline.db')
  sql = openDatabase({ file, backups: path.join(folder, 'backups'), key: randomBytes(32), migrations })
  sql.run(
    builder.insertInto('contacts').values({
      ...{ id: CONTACT, name: 'Ibu Ratna', folded: 'ibu ratna', consent: 'unknown' as const },
      ...{ created_at: 1, updated_at: 1 },
    }),
  )
})
afterAll(() => {
  sql.raw.close()
  fs.rmSync(folder, { recursive: true })
})

const fields = fc.record({
  stageId: fc.constantFrom('new', 'quoted', 'won'),
  value: fc.option(fc.integer({ min: 0, max: 10 ** 12 })),
  currency: fc.constantFrom('IDR', 'INR', 'KWD'),
})
const step = fc.record({
  what: fc.constantFrom('create', 'update', 'pull', 'remove'),
  which: fc.nat(5),
  fields,
})

/** Counted anew from the leads themselves. */
function countedAnew(): StageSum[] {
  const sums = new Map<string, { count: number; values: Map<string, number> }>()
  for (const { stage_id: stage, currency, value } of sql.all(builder.selectFrom('leads').selectAll())) {
    const sum = sums.get(stage) ?? { count: 0, values: new Map<string, number>() }
    sum.count += 1
    if (currency !== null) sum.values.set(currency, (sum.values.get(currency) ?? 0) + (value ?? 0))
    sums.set(stage, sum)
  }
  return [...sums].sort().map(([stageId, { count, values }]) => ({
    stageId,
    count,
    values: [...values].sort().map(([currency, value]) => ({ currency, value })),
  }))
}

function pages(stageId: string, limit: number): LeadCard[] {
  const all: LeadCard[] = []
  let cursor: string | null = null
  do {
    const page: Page<LeadCard> = leadsOfStage(sql, { stageId, cursor, limit })
    all.push(...page.items)
    cursor = page.next
  } while (cursor !== null)
  return all
}

it('knows what each stage holds, however leads come, change and go, and reads each column whole, the latest first', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), fc.integer({ min: 1, max: 3 }), (steps, limit) => {
      sql.run(builder.deleteFrom('leads'))
      const ids: string[] = []
      for (const { what, which, fields: given } of steps) {
        // Several of one time: the id decides then.
        now += which % 2
        const { stageId, value } = given
        const money = { value, currency: value === null ? null : given.currency }
        const id = ids[which]
        if (what === 'create' || id === undefined) {
          const created = randomUUID()
          ids.push(created)
          const about = { contactId: CONTACT, conversationId: null, title: 'Sofa' }
          createLead(sql, { id: created, ...about, stageId, ...money, now })
        } else if (what === 'remove') {
          removeLead(sql, id)
          ids.splice(ids.indexOf(id), 1)
        } else if (what === 'pull')
          applyRemoteLead(sql, id, CONTACT, {
            ...{ title: 'Sofa', stageId, ...money, createdAt: now, updatedAt: now },
          })
        else updateLead(sql, { id, stageId, ...money, now })
      }
      expect(stageSums(sql)).toEqual(countedAnew())
      const shown = ['new', 'quoted', 'won'].flatMap((stageId) => {
        const cards = pages(stageId, limit).map(({ lead }) => lead)
        const latestFirst = [...cards].sort((a, b) => b.updatedAt - a.updatedAt || (a.id < b.id ? 1 : -1))
        expect(cards).toEqual(latestFirst)
        expect(cards.every((lead) => lead.stageId === stageId)).toBe(true)
        return cards.map(({ id }) => id)
      })
      expect(shown.sort()).toEqual([...ids].sort())
    }),
    { numRuns: 40 },
  )
})

it('reads a column and the sums by an index, never the whole table', () => {
  const plan = (query: string) => JSON.stringify(sql.raw.prepare(`EXPLAIN QUERY PLAN ${query}`).all())
  expect(plan(`SELECT * FROM leads WHERE stage_id = 'x' ORDER BY updated_at DESC, id DESC LIMIT 9`)).toMatch(
    /USING INDEX leads_by_stage[^"]*"}\]$/,
  )
})

it('says that a sum is more than can be counted exactly instead of a wrong one, and refuses a foreign cursor', () => {
  sql.run(builder.deleteFrom('leads'))
  const most = Number.MAX_SAFE_INTEGER
  const about = { contactId: CONTACT, conversationId: null, title: 'Sofa', stageId: 'new', now }
  for (let count = 0; count < 2; count += 1)
    createLead(sql, { id: randomUUID(), ...about, value: most, currency: 'IDR' })
  expect(stageSums(sql)).toEqual([{ stageId: 'new', count: 2, values: [{ currency: 'IDR', value: null }] }])
  expect(() => leadsOfStage(sql, { stageId: 'new', cursor: 'x', limit: 1 })).toThrow(/no cursor/)
})
