import { expect, it } from 'vitest'
import { CRM_REASONS, crmReason, readCrmReason } from './crm-reason'

it.each(CRM_REASONS)('%s is known again by its sentence', (reason) => {
  const said = crmReason(reason, 502)
  expect(readCrmReason(said)).toEqual({ reason, detail: said.includes('502') ? '502' : '' })
})

it.each(['', 'The stage does not exist.', 'The CRM answered 500. Try later', 'There is no network'])(
  'leaves what a server says to it: %j',
  (said) => expect(readCrmReason(said)).toBeNull(),
)
