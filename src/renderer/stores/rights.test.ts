import { expect, it } from 'vitest'
import type { CrmStatus } from '../../contract'
import { isAllowed, isLinkable } from './rights-rules'

const status = (role: CrmStatus['role'], id: string | null): CrmStatus => ({
  ...{
    state: 'signed-in',
    url: null,
    kind: 'reference' as const,
    expired: false,
    role,
    reachable: null,
    failing: false,
    waiting: 0,
    refused: 0,
    lastSyncAt: null,
    reading: [],
    takes: [],
  },
  user: id === null ? null : { id, name: 'Somebody', email: 'somebody@example.test', role },
})

it('shows nothing that takes a right before it is known who is here', () => {
  expect(isAllowed(null, 'sell')).toBe(false)
  expect(isLinkable(null, { linkedBy: null })).toBe(false)
})

it('knows whose account it is', () => {
  expect(isLinkable(status('employee', 'siti'), { linkedBy: 'siti' })).toBe(true)
  expect(isLinkable(status('employee', 'siti'), { linkedBy: null })).toBe(true)
  expect(isLinkable(status('manager', 'budi'), { linkedBy: 'siti' })).toBe(false)
  expect(isLinkable(status('admin', 'anna'), { linkedBy: 'siti' })).toBe(true)
  expect(isLinkable(status('owner', null), { linkedBy: 'siti' })).toBe(true)
})
