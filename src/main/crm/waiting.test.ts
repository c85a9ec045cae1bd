/** What the screens are told of what waits, of records whose ids are not ours to make. */
import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { waitingEntry } from '../../contract'
import { productStore } from '../catalog/product-store'
import { applyProduct, getProduct } from '../catalog/store'
import { migrations, type Sql } from '../storage'
import { openDatabase } from '../storage/open'
import { waiting } from './waiting-store'

let folder = ''
let sql: Sql
beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'leadline-waiting-'))
  const file = path.join(folder, 'leadline.db')
  const backups = path.join(folder, 'backups')
  sql = openDatabase({ file, backups, key: randomBytes(32), markKey: randomBytes(32), migrations })
})
afterAll(() => {
  sql.raw.close()
  fs.rmSync(folder, { recursive: true, force: true })
})

it('a product of the CRM’s is shown under its own id, and an imported one is nothing to the CRM', () => {
  const rest = { sku: null, categoryId: null, currency: 'IDR', unit: 'pcs', active: true, picture: null }
  for (const id of ['ITEM-0001', 'import:abc']) {
    applyProduct(sql, { ...rest, id, name: 'Kopi', unitPrice: 100, stock: 9 })
    productStore.updateProduct(sql, { id, unitPrice: 200, now: 1 })
    expect(getProduct(sql, id)).toMatchObject({ unitPrice: 200 })
  }
  const { items } = waiting(sql, { cursor: null, limit: 50 })
  expect(z.array(waitingEntry).parse(items)).toMatchObject([{ kind: 'product', recordId: 'ITEM-0001' }])
})
