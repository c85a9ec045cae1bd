/** What the CRM has not got: changes that wait, are refused or stand against another, and what is done about them. */
import { randomUUID } from 'node:crypto'
import { NO_TERMS } from '../src/contract'
import { SEED_PASSWORD } from './central-crm/seed/shop'
import { pngOf, rowBytes } from './files/png'
import { expect, test } from './fixtures'
import { judge } from './harness/axe'
import { until } from './harness/wait'

test('says why something is not in the CRM, and what can be done', async ({ page, world, app }) => {
  test.setTimeout(240_000)
  const { client } = app
  const { crm } = world
  if ((await client.setup.status()).recoveryCode !== null) await client.setup.confirmRecoveryCode()
  await client.preferences.set({
    ...{ language: 'en', keep: 'known', riskAcceptedAt: Date.now(), crmStepDone: true, hintsSeen: true },
  })
  await page.goto(`${app.url}#/settings/crm`)
  await page.reload()
  const entries = page.getByRole('list', { name: 'Why isn’t this synced?' }).getByRole('listitem')

  await client.crm.signIn({ url: world.crmUrl, email: 'manager@example.test', password: SEED_PASSWORD })
  await until(async () => (await client.orders.products({ query: '', limit: 1 })).length > 0, {
    what: 'the products',
  })

  const contactId = randomUUID()
  const leadId = randomUUID()
  const about = { contactId, conversationId: null }
  const stages = await client.leads.stages()
  const lead = { stageId: stages[0]!.id, currency: 'IDR' }
  await client.contacts.create({ id: contactId, change: { name: 'Ibu Ratna', phones: ['+6281310000001'] } })
  await client.leads.create({
    ...lead,
    ...about,
    id: leadId,
    title: 'Kulkas dua pintu',
    value: 12_500_000_00,
  })
  const nails = (quantity: number) => [{ productId: null, name: 'Paku', quantity, unitPrice: 10_000_00 }]
  const order = { id: randomUUID(), ...about, currency: 'IDR', note: null, address: null, terms: NO_TERMS }
  await client.orders.create({ ...order, lines: nails(10), status: 'placed' })
  await until(async () => (await crm.records('lead')).some(({ id }) => id === leadId), { what: 'the lead' })
  await until(async () => (await client.crm.status()).waiting === 0, { what: 'the answer' })

  await test.step('both sides’ changes, a refusal and what waits stand there with their reasons', async () => {
    const [product] = await client.orders.products({ query: 'Gaming Laptop', limit: 1 })
    await crm.fail({ kind: '503' })
    await client.leads.update({ id: leadId, title: 'Kulkas + AC', value: 15_000_000_00 })
    await crm.edit('lead', leadId, { title: 'Kulkas Polytron', value: 13_000_000_00 })
    await client.orders.update({ id: order.id, lines: nails(8) })
    await crm.edit('order', order.id, { discount: 15_000_00, total: 85_000_00 })
    await crm.remove('product', product!.id)
    await client.orders.create({
      ...{ ...order, id: randomUUID() },
      lines: [{ productId: product!.id, name: product!.name, quantity: 1, unitPrice: product!.unitPrice }],
      status: 'placed',
    })
    await crm.clear()
    await client.crm.syncNow()
    await expect(entries.filter({ hasText: 'Two versions' })).toHaveCount(2, { timeout: 60_000 })
    await expect(entries.filter({ hasText: 'Refused' })).toHaveCount(1, { timeout: 60_000 })
    await crm.fail({ kind: '503' })
    await client.leads.create({ ...lead, ...about, id: randomUUID(), title: 'Mesin cuci', value: null })
    await expect(entries.filter({ hasText: 'Mesin cuci' })).toContainText('Waiting')
    await expect(entries.filter({ hasText: 'Refused' })).toContainText('The CRM says: ')
    await expect(entries.getByRole('button', { name: 'Open Ibu Ratna' })).toBeVisible()
    await judge(page, 'crm-waiting')
  })

  await test.step('the person chooses between two versions', async () => {
    await entries.getByRole('button', { name: 'Choose for Kulkas + AC' }).click()
    const dialog = page.getByRole('dialog', { name: 'Which one stands for “Kulkas + AC”?' })
    await dialog.getByRole('button', { name: 'All from the CRM' }).click()
    await dialog.getByRole('radiogroup', { name: 'Title' }).getByRole('radio', { name: 'Yours' }).click()
    await judge(page, 'crm-conflict')
    await crm.clear()
    await dialog.getByRole('button', { name: 'Keep this' }).click()
    await expect(dialog).toBeHidden()
    await until(
      async () =>
        (await crm.records('lead')).some(
          ({ id, title, value }) => id === leadId && title === 'Kulkas + AC' && value === 13_000_000_00,
        ),
      { what: 'the choice in the CRM' },
    )
  })

  await test.step('what an order comes to is chosen as a whole', async () => {
    await entries.getByRole('button', { name: /^Choose for SO-/ }).click()
    const dialog = page.getByRole('dialog', { name: /^Which one stands for “SO-/ })
    const ours = dialog.getByRole('radiogroup', { name: 'Lines' }).getByRole('radio', { name: 'Yours' })
    await expect(dialog.getByRole('radio')).toHaveCount(2)
    await ours.click()
    await judge(page, 'crm-conflict-order')
    await dialog.getByRole('button', { name: 'Keep this' }).click()
    await expect(dialog).toBeHidden()
    await until(
      async () =>
        (await crm.records('order')).some(
          ({ id, total, discount }) => id === order.id && total === 80_000_00 && discount === 0,
        ),
      { what: 'our order in the CRM' },
    )
  })

  await test.step('what was refused is given up, and then nothing waits', async () => {
    await expect(entries).toHaveCount(1, { timeout: 60_000 })
    await entries.getByRole('button', { name: /^Discard/ }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Discard' }).click()
    await expect(page.getByText('All in the CRM', { exact: true })).toBeVisible()
    await expect(entries).toHaveCount(0)
  })

  await test.step('whoever may makes a product, with a category of its own and a picture', async () => {
    await page.getByRole('navigation').getByRole('button', { name: 'Catalogue' }).click()
    await page.getByRole('button', { name: 'New product' }).click()
    const dialog = page.getByRole('dialog', { name: 'New product' })
    await dialog.getByRole('button', { name: 'Save' }).click()
    await expect(dialog.getByText('Write an amount with digits', { exact: false })).toBeVisible()
    await expect(dialog.getByRole('textbox', { name: 'Name' })).toBeFocused()
    await judge(page, 'product-form')
    await dialog.getByRole('textbox', { name: 'Name' }).fill('Tas laptop')
    await dialog.getByRole('textbox', { name: 'Price' }).fill('150000')
    await dialog.getByRole('button', { name: 'New category' }).click()
    await dialog.getByRole('textbox', { name: 'New category' }).fill('Tas')
    const picture = page.getByTestId('product-picture')
    await picture.setInputFiles({ name: 'no.png', mimeType: 'image/png', buffer: Buffer.from('no picture') })
    await expect(
      dialog.getByText('This file is no picture that can be shown', { exact: false }),
    ).toBeVisible()
    const buffer = pngOf(40, 30, Buffer.alloc(rowBytes(40) * 30))
    await picture.setInputFiles({ name: 'tas.png', mimeType: 'image/png', buffer })
    await expect(dialog.getByRole('button', { name: 'Replace' })).toBeVisible()
    await dialog.getByRole('button', { name: 'Save' }).click()
    await expect(dialog).toBeHidden()
    const made = async () => (await crm.records('product')).find(({ name }) => name === 'Tas laptop')
    await until(async () => (await made()) !== undefined, { what: 'the product in the CRM' })
    const product = await made()
    const category = (await crm.records('category')).find(({ id }) => id === product?.categoryId)
    expect(category?.name).toBe('Tas')
    expect(product?.pictures).toMatchObject([{ contentType: 'image/jpeg' }])
    // A search that finds nothing is taken back with one button, and the field with it.
    const field = page.getByRole('searchbox', { name: 'Search products' })
    await field.fill('tas laptop')
    await expect(page.locator(`img[src^="/pictures/${product?.id}"]`)).toHaveJSProperty('naturalWidth', 40)
    await field.fill('ada tidak')
    await page.getByRole('button', { name: 'Show all' }).click()
    await expect(field).toHaveValue('')
    await expect(page.getByText('Tas laptop')).toBeVisible()
  })

  await test.step('a form that was open while the CRM changed something undoes none of it', async () => {
    const inCrm = async () => (await crm.records('product')).find(({ name }) => name === 'Tas laptop')
    const made = (await inCrm())!
    // The list draws what is in sight alone.
    await page.getByRole('searchbox', { name: 'Search products' }).fill('Tas laptop')
    await page.getByRole('button', { name: 'Change Tas laptop' }).click()
    const dialog = page.getByRole('dialog', { name: 'Change Tas laptop' })
    await expect(dialog.getByRole('textbox', { name: 'Price' })).toBeVisible()
    await crm.edit('product', made.id, { stock: 4 })
    await client.crm.syncNow()
    const here = async () => (await client.orders.products({ query: 'Tas laptop', limit: 1 }))[0]
    await until(async () => (await here())?.stock === 4, { what: 'the stock of the CRM' })
    await dialog.getByRole('textbox', { name: 'Price' }).fill('160000')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await expect(dialog).toBeHidden()
    await until(async () => (await inCrm())?.['unitPrice'] === 160_000_00, { what: 'the price in the CRM' })
    expect([(await inCrm())?.['stock'], (await here())?.stock]).toEqual([4, 4])
  })
})
