/** Who may not change the catalogue does not do so by an import either. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { accountsStore } from '../accounts/store'
import { openTestStorage, type TestStorage } from '../storage/test-storage'
import { erpDump, importAll, openRoom } from './imports.testing'

let test: TestStorage
beforeEach(async () => {
  test = await openTestStorage()
  const accounts = test.storage.store<typeof accountsStore>('accounts')
  await accounts.add({ id: 'main', label: null, colour: null }, 10, 1)
})
afterEach(() => test.cleanup())

it.each([true, false])(
  'products come in for whose role may change them (%s), and else are left out',
  async (may) => {
    const { dry, done } = await importAll(await openRoom(test, { editsCatalog: () => may }), erpDump())
    for (const { report } of [dry, done])
      expect(report?.counts.find(({ entity }) => entity === 'products')).toMatchObject({
        ...{ rows: 2, made: may ? 2 : 0 },
        skipped: may ? [] : [{ reason: 'no-right', count: 2 }],
      })
  },
)
