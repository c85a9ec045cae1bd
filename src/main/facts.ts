/** What is told of the accounts to a support person and to the CRM, put together from several rooms. */
import os from 'node:os'
import type { Rooms } from './api/rooms'
import type { Machine } from './crm'
import type { AccountFacts } from './diagnostics'

/** For the diagnostics: as it is now, not as it was within the last minute. */
export async function factsOf({ accounts, health }: Rooms): Promise<AccountFacts[]> {
  await health.look()
  return Promise.all(
    accounts.list().map(async (account) => ({
      account,
      health: health.list().find(({ accountId }) => accountId === account.id) ?? null,
      pulse: accounts.pulse(account.id),
      sample: health.sampleOf(account.id),
      changes: await health.changes(account.id),
      whatsAppWeb: await accounts.webVersion(account.id),
    })),
  )
}

/** For the CRM. No accounts while the rooms are closed. */
export const machineOf = (rooms: () => Rooms | null, appVersion: string): Machine => ({
  name: os.hostname(),
  appVersion,
  accounts: () => {
    const open = rooms()
    const grades = new Map(open?.health.list().map(({ accountId, grade }) => [accountId, grade]))
    return (open?.accounts.list() ?? []).map(
      ({ id, label, phone, state, reason, since, paused, linkedBy }) => ({
        ...{ id, label, phone, state, reason, since, paused, linkedBy },
        health: grades.get(id) ?? null,
      }),
    )
  },
})
