/** What is to be made of a file: the first idea of it, and what a plan must keep to. Pure. */
import { AppError, type ImportPlan } from '../../contract'
import { SPECS } from './mapping/fields'
import type { Scanned } from './scan'

/** Where a country's amounts name no currency. A person corrects it. */
const CURRENCIES: Readonly<Record<string, string>> = {
  IN: 'INR',
  ID: 'IDR',
  MY: 'MYR',
  SG: 'SGD',
  PH: 'PHP',
  PK: 'PKR',
  BD: 'BDT',
  LK: 'LKR',
  NP: 'NPR',
  AE: 'AED',
  SA: 'SAR',
  BR: 'BRL',
  GB: 'GBP',
  AU: 'AUD',
}

/** @param country ISO 3166-1 alpha-2. */
export const firstPlan = (accountId: string, country: string): ImportPlan => ({
  accountId,
  country,
  currency: CURRENCIES[country] ?? 'USD',
  zone: 'utc',
  owner: null,
  bringBack: false,
  sources: {},
})

/** @throws {AppError} `invalid-input` where it names an account, a table, a column or a field that is not there. */
export function checkPlan(plan: ImportPlan, scanned: Scanned | null, accounts: readonly string[]): void {
  const bad = (what: string): never => {
    throw new AppError('invalid-input', `There is no such ${what}.`)
  }
  if (!accounts.includes(plan.accountId)) bad('account')
  for (const [entity, source] of Object.entries(plan.sources)) {
    const table = scanned?.tables.find(({ name }) => name === source.table)
    if (!table) return bad('table in the file')
    const { fields } = SPECS[entity as keyof typeof SPECS]
    for (const [field, column] of Object.entries(source.fields)) {
      if (!Object.hasOwn(fields, field)) bad('field')
      if (!table.columns.includes(column)) bad('column in the file')
    }
  }
}
