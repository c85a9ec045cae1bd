import { describe, expect, it } from 'vitest'
import type { ImportJob } from '../../../contract'
import { columnsLeftOut } from './plan'

const job = (sources: ImportJob['plan']['sources']): Pick<ImportJob, 'tables' | 'plan'> => ({
  tables: [
    { name: 'people', columns: ['name', 'phone', 'shoe size', 'rank'], rows: 1 },
    { name: 'logs', columns: ['line'], rows: 1 },
  ],
  plan: {
    accountId: 'a',
    country: 'ID',
    currency: 'IDR',
    zone: 'utc',
    owner: null,
    bringBack: false,
    sources,
  },
})

describe('columns left out', () => {
  it('are those of tables that are read which no field takes', () => {
    const contacts = { table: 'people', fields: { name: 'name', phone: 'phone' } }
    expect(columnsLeftOut(job({ contacts }))).toEqual(['shoe size', 'rank'])
    const owners = { table: 'people', fields: { id: 'rank' } }
    expect(columnsLeftOut(job({ contacts, owners }))).toEqual(['shoe size'])
  })

  it('are none of tables that are left out as a whole', () => {
    expect(columnsLeftOut(job({}))).toEqual([])
  })
})
