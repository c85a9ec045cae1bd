import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { addContact, openBench, type Bench } from './testing/client'

let bench: Bench
beforeAll(async () => {
  bench = await openBench()
})
afterAll(() => bench.close())

it('shows people what arrived, as text', async () => {
  const siti = await bench.signIn('siti')
  const contactId = await addContact(siti)
  const title = 'Laptop <b>& "bag"'
  await siti.put(`/api/leads/${randomUUID()}`, { title, contactId, value: 18_500_050, currency: 'INR' })
  const answer = await fetch(new URL('/', bench.crm.url))
  expect(answer.headers.get('content-type')).toContain('text/html')
  const page = await answer.text()
  expect(page).toContain('Laptop &lt;b>&amp; &quot;bag&quot;')
  expect(page).toContain('185,000.5 INR')
  expect(page).not.toContain('<b>')
})
