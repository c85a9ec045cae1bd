/** Numbers that went from one person to another in the CRM, where who gained them was read first. Runs in the database thread. */
import { contactIdByPhone } from '../contacts/store'
import type { Sql } from '../storage'
import { alone } from './alone-store'
import { parseFields } from './fields'
import { applyRecord } from './records-store'
import type { Touches } from './touches-store'

/**
 * Gives the numbers that were taken away in this step, and are nobody's now, to whom the CRM says they are. At the end of a step: it goes
 * through all of the CRM's people, once for all of the step's numbers, and not at all where there are none.
 */
export function giveFreed(sql: Sql, touches: Touches): void {
  const free = touches.freed.filter((phone) => contactIdByPhone(sql, phone) === null)
  if (free.length === 0) return
  const gainers = sql
    .statement(
      `SELECT record_id AS id, base FROM sync WHERE kind = 'contact' AND base IS NOT NULL AND EXISTS (
        SELECT 1 FROM json_each(sync.base, '$.phones') AS named WHERE named.value IN (SELECT value FROM json_each(?)))`,
    )
    .all(JSON.stringify(free)) as { id: string; base: string }[]
  for (const { id, base } of gainers)
    alone(sql, touches, (own) => {
      if (applyRecord(sql, 'contact', id, parseFields(base))) own.add('contact', id)
    })
}
