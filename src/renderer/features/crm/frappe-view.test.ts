import { expect, it } from 'vitest'
import type { FrappeCheck } from '../../../contract'
import { siteView } from './frappe-view'

const check = (subject: string, found: FrappeCheck['found'], field: string | null = null): FrappeCheck => ({
  ...{ subject, field, found },
})

it('says what is there, and what to ask for, the same thing once', () => {
  const checks = [
    check('Contact', 'ok'),
    check('CRM Deal', 'ok'),
    check('CRM Deal', 'missing', 'wa_client_ref'),
    check('CRM Deal', 'missing', 'wa_title'),
    check('CRM Product', 'missing'),
    check('Item', 'ok'),
    check('CRM Task', 'forbidden'),
    check('Customer', 'missing', 'wa_client_ref'),
    check('Sales Order', 'missing'),
    check('currency', 'missing'),
  ]
  const { has, lacks } = siteView({ user: 'siti', checks, usable: true })
  expect(has).toEqual(['Contact', 'CRM Deal', 'Item'])
  expect(lacks.map(({ word, subjects }) => `${word} ${subjects.join(', ')}`)).toEqual([
    'ref CRM Deal, Customer',
    'title CRM Deal',
    'forbidden CRM Task',
    'missing Sales Order',
    'currency currency',
  ])
})
