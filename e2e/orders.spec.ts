/**
 * Orders with awkward money: what the form, the card, the message, the paper and the CRM say is compared with sums reckoned here, in
 * fractions of whole numbers, to the last digit. Then an order moves on, here and in the CRM, and its customer is told once of each step.
 */
import type { Locator } from '@playwright/test'
import { pdfText } from './files/pdf-text'
import { expect, test } from './fixtures'
import { judge } from './harness/axe'
import { until } from './harness/wait'
import { allConversations, allMessages, bubble, firstRun, openChat, ratnaAsks } from './steps'

interface Line {
  name: string
  quantity: number
  /** As it is typed. */
  price: string
}

interface Case {
  currency: string
  digits: number
  lines: Line[]
  discount: { kind: string; value: string } | null
  tax: { kind: string; value: string } | null
  shipping: string | null
}

/** Thirds, halves and many pieces; each way of writing a discount and a tax; two, no and three digits. */
const CASES: Case[] = [
  {
    ...{ currency: 'IDR', digits: 2, shipping: '12,345.67' },
    lines: [
      { name: 'Kopi <b>&amp; teh', quantity: 3, price: '33,333.33' },
      { name: 'चाय की केतली', quantity: 7, price: '0.05' },
    ],
    discount: { kind: 'In percent', value: '33.333' },
    tax: { kind: 'Percent, on top', value: '11' },
  },
  {
    ...{ currency: 'JPY', digits: 0, shipping: null },
    lines: [{ name: '緑茶', quantity: 3, price: '3,335' }],
    discount: { kind: 'In percent', value: '10' },
    tax: { kind: 'Percent, in the prices', value: '8.875' },
  },
  {
    ...{ currency: 'KWD', digits: 3, shipping: '0.001' },
    lines: [
      { name: 'قهوة عربية', quantity: 99_999, price: '0.333' },
      { name: 'Cup', quantity: 1, price: '1,234.567' },
    ],
    discount: { kind: 'An amount', value: '0.667' },
    tax: { kind: 'Percent, on top', value: '3.333' },
  },
]

/** `1,234.5` with three digits -> 1234500n. Exactly what is written, by its signs alone. */
function minor(text: string, digits: number): bigint {
  const [whole = '', fraction = ''] = text.replaceAll(/[^\d.]/g, '').split('.')
  if (fraction.length > digits) throw new Error(`${text} is finer than ${digits} digits`)
  return BigInt(`${whole}${fraction.padEnd(digits, '0')}`)
}

/** n / d to the nearest whole, halves up. */
const nearest = (n: bigint, d: bigint): bigint => n / d + (2n * (n % d) >= d ? 1n : 0n)

function reckon({ lines, digits, discount, tax, shipping }: Case) {
  const amounts = lines.map(({ quantity, price }) => BigInt(quantity) * minor(price, digits))
  const subtotal = amounts.reduce((sum, amount) => sum + amount, 0n)
  // A percentage with up to three digits is so many hundred-thousandths.
  const rate = (value: string): bigint => minor(value, 3)
  const off =
    discount === null
      ? 0n
      : discount.kind === 'An amount'
        ? minor(discount.value, digits)
        : nearest(subtotal * rate(discount.value), 100_000n)
  const goods = subtotal - off
  const isHeld = tax?.kind.endsWith('in the prices') === true
  const percent = tax === null ? 0n : rate(tax.value)
  const onTop = isHeld ? 0n : nearest(goods * percent, 100_000n)
  const held = isHeld ? nearest(goods * percent, 100_000n + percent) : 0n
  const carried = shipping === null ? 0n : minor(shipping, digits)
  return {
    ...{ amounts, subtotal, discount: off, tax: onTop, held, shipping: carried },
    total: goods + carried + onTop,
  }
}
type Sums = ReturnType<typeof reckon>

/** Every amount of a text, by its label, must be the one that was reckoned, and those that are something must all be there. */
function expectSums(text: string, sums: Sums, digits: number, where: string): void {
  const parts: [RegExp, bigint][] = [
    [/^Subtotal/, sums.subtotal],
    [/^Discount/, sums.discount],
    [/^Shipping/, sums.shipping],
    [/^Tax(?! included)/, sums.tax],
    [/^Tax included/, sums.held],
    [/^\*?Total/, sums.total],
  ]
  const rows = text.split('\n').map((row) => row.trim())
  for (const [label, amount] of parts) {
    const row = rows.find((one) => label.test(one))
    const said =
      row === undefined
        ? null
        : minor(row.replace(/^.*?(?:\([^)]*\))?(?=[^()]*$)/, '').replace(label, ''), digits)
    expect(said ?? 0n, `${where}: ${String(label)} in ${text}`).toBe(amount)
  }
}

/** Label and amount of each row on one line. */
const rowsOf = async (card: Locator): Promise<string> => {
  const group = card.getByRole('group', { name: 'Sums' })
  const rows = await group
    .locator('p')
    .evaluateAll((all) => all.map((row) => [...row.children].map((one) => one.textContent).join(': ')))
  return rows.join('\n')
}

test('orders come to the same everywhere, and customers hear of each step once', async ({
  page,
  world,
  launch,
}) => {
  test.setTimeout(360_000)
  const app = await launch()
  const { whatsapp, crm } = world
  await ratnaAsks(world)
  await firstRun(app, world)
  await app.client.preferences.set({
    companyName: 'Toko Siti & Putri',
    toldStatuses: ['confirmed', 'shipped'],
  })
  const [chat] = await allConversations(app.client)
  const chatId = chat!.id
  await page.setViewportSize({ width: 1280, height: 800 })
  await page.goto(app.url)
  await openChat(page, 'Ibu Ratna')
  const card = page.getByRole('complementary', { name: 'Customer card' })

  for (const [index, one] of CASES.entries())
    await test.step(one.currency, async () => {
      const { currency, digits } = one
      const sums = reckon(one)
      await card.getByRole('button', { name: 'New order' }).click()
      for (const [at, line] of one.lines.entries()) {
        await card.getByRole('button', { name: 'Add a line of your own' }).click()
        if (at === 0) await card.getByRole('combobox', { name: 'Currency' }).selectOption(currency)
        const item = card.getByRole('list', { name: 'Order lines' }).getByRole('listitem').nth(at)
        await item.getByRole('textbox', { name: 'What is sold' }).fill(line.name)
        await item.getByRole('spinbutton', { name: 'Quantity' }).fill(String(line.quantity))
        await item.getByRole('textbox', { name: /^Unit price/ }).fill(line.price)
      }
      await card.getByRole('button', { name: 'Discount, tax, shipping' }).click()
      if (one.discount) {
        await card.getByRole('combobox', { name: 'Discount' }).selectOption(one.discount.kind)
        await card.getByRole('textbox', { name: 'How much off' }).fill(one.discount.value)
      }
      if (one.tax) {
        await card.getByRole('combobox', { name: 'Tax' }).selectOption(one.tax.kind)
        await card.getByRole('textbox', { name: 'How much tax' }).fill(one.tax.value)
      }
      if (one.shipping !== null) await card.getByRole('textbox', { name: 'Shipping' }).fill(one.shipping)
      await card.getByRole('textbox', { name: 'Delivery address' }).fill('Jl. Merdeka 1\nJakarta')
      await card.getByRole('textbox', { name: 'Note' }).fill('Only for us')
      await expect(card.getByRole('status', { name: 'Total' })).not.toHaveText('–')
      expectSums(await rowsOf(card), sums, digits, 'the form')
      if (index === 0) await judge(page, 'order-form')
      await card.getByRole('button', { name: 'Place order' }).click()
      await expect(card.getByRole('heading', { name: 'Orders' })).toBeVisible()

      const inCrm = async () =>
        (await crm.records('order')).find(
          (order) => order.currency === currency && order.deliveryAddress !== null,
        )
      await until(async () => (await inCrm()) !== undefined, {
        what: `the ${currency} order in the CRM`,
        timeout: 60_000,
      })
      const kept = (await inCrm())!
      expect(kept).toMatchObject({
        subtotal: Number(sums.subtotal),
        discount: Number(sums.discount),
        shipping: Number(sums.shipping),
        tax: Number(sums.tax),
        total: Number(sums.total),
        notes: 'Only for us',
      })
      expect(kept.terms?.includedTax ?? 0).toBe(Number(sums.held))

      await card.getByRole('button', { name: new RegExp(`^${kept.number}`) }).click()
      expectSums(await rowsOf(card), sums, digits, 'the card')
      await card.getByRole('button', { name: /^Send (to customer|again)$/ }).click()
      const dialog = page.getByRole('dialog', { name: `Send order ${kept.number}` })
      const preview = dialog.getByRole('region', { name: 'As the customer will read it' })
      await expect(preview).toContainText('Total')
      await dialog.getByRole('checkbox', { name: 'Send a PDF as well' }).check()
      await dialog.getByRole('button', { name: 'Send', exact: true }).click()
      await expect(dialog).toBeHidden({ timeout: 60_000 })
      const sent = await whatsapp.waitForLog(
        (entry) => entry.kind === 'send' && entry.body?.includes(kept.number) === true,
      )
      expectSums(sent.body!, sums, digits, 'the message')
      expect(sent.body).not.toContain('Only for us')
      for (const [at, amount] of sums.amounts.entries()) {
        const row = sent
          .body!.split('\n')
          .find((text) => text.includes('×') && text.includes(one.lines[at]!.price))
        expect(minor(row!.split('=')[1]!, digits), `line ${at} of the message`).toBe(amount)
      }

      const isPaper = (message: Awaited<ReturnType<typeof allMessages>>[number]): boolean =>
        message.type === 'document' &&
        message.media?.name?.includes(kept.number) === true &&
        ['sent', 'delivered', 'read'].includes(message.state ?? '')
      await until(async () => (await allMessages(app.client, chatId)).some(isPaper), {
        what: 'the paper, sent',
        timeout: 60_000,
      })
      const paper = (await allMessages(app.client, chatId)).find(isPaper)!
      const file = await page.request.get(new URL(`/media/${paper.id}`, page.url()).href)
      const pieces = pdfText(await file.body())
      // Labels and amounts are drawn in turn.
      expectSums(
        pieces
          .slice(pieces.lastIndexOf('Amount'))
          .join('\n')
          .replaceAll(/\n(?=-?(?:Rp|JP¥|KWD)[\s\u00a0]?[\d])/g, ': '),
        sums,
        digits,
        'the paper',
      )
      for (const word of [`Order ${kept.number}`, 'Toko Siti & Putri', 'Ibu Ratna', 'Jl. Merdeka 1'])
        expect(pieces).toContain(word)
      expect(pieces.join(' ')).not.toContain('Only for us')
      if (currency === 'IDR') expect(pieces.join('')).toContain('केतली')
      await card.getByRole('button', { name: new RegExp(`^${kept.number}`) }).click()
    })

  await test.step('a step here and one in the CRM are told once each, and who took them is seen', async () => {
    const order = (await crm.records('order')).find(({ currency }) => currency === 'JPY')!
    await card.getByRole('button', { name: new RegExp(`^${order.number}`) }).click()
    await card.getByRole('button', { name: 'Confirm', exact: true }).click()
    await expect(bubble(page, `your order ${order.number} is confirmed`)).toBeVisible()
    const inCrm = async () => (await crm.records('order')).find(({ id }) => id === order.id)
    await until(async () => (await inCrm())?.status === 'confirmed', { what: 'the step in the CRM' })
    await crm.edit('order', order.id, { status: 'shipped' })
    await app.client.crm.syncNow()
    await expect(bubble(page, `your order ${order.number} is on its way`)).toBeVisible()
    const steps = card.getByRole('list', { name: 'What happened' }).getByRole('listitem')
    await expect(steps.filter({ hasText: 'Confirmed' })).toContainText(
      /Confirmed · Siti.*the customer was told/,
    )
    await expect(steps.filter({ hasText: 'Shipped' })).toContainText(
      /Shipped · by the CRM.*the customer was told/,
    )
    await app.client.crm.syncNow()
    const told = (await allMessages(app.client, chatId)).filter(
      ({ body }) => body?.includes('your order') === true,
    )
    expect(told.map(({ body }) => body)).toEqual([
      `Hello Ibu Ratna, your order ${order.number} is confirmed.`,
      `Hello Ibu Ratna, your order ${order.number} is on its way to you.`,
    ])
    await judge(page, 'order-steps')
    // On a narrow window the card was away, and is folded again.
    await card.getByRole('button', { name: new RegExp(`^${order.number}`) }).click()
    await card.getByRole('button', { name: /^Send (to customer|again)$/ }).click()
    await expect(page.getByRole('region', { name: 'As the customer will read it' })).toContainText('Total')
    await judge(page, 'order-send')
  })

  await test.step('who asked not to be messaged is told nothing by itself, and by hand only after a warning', async () => {
    const order = (await crm.records('order')).find(({ currency }) => currency === 'KWD')!
    const contactId = chat!.contactId!
    await app.client.contacts.setConsent({ contactId, state: 'out', how: 'wrote STOP' })
    await card.getByRole('button', { name: new RegExp(`^${order.number}`) }).click()
    await card.getByRole('button', { name: 'Confirm', exact: true }).click()
    await expect(
      card
        .getByRole('list', { name: 'What happened' })
        .getByRole('listitem')
        .filter({ hasText: 'Confirmed' }),
    ).toContainText('the customer was not told: they asked not to be messaged')
    await card.getByRole('button', { name: /^Send (to customer|again)$/ }).click()
    const dialog = page.getByRole('dialog', { name: `Send order ${order.number}` })
    await expect(dialog).toContainText('Ibu Ratna asked not to be messaged')
    await judge(page, 'order-send-opted-out')
    await card.getByRole('button', { name: new RegExp(`^${order.number}`) }).click()
    await card.getByRole('button', { name: /^Send (to customer|again)$/ }).click()
    await dialog.getByRole('button', { name: 'Send anyway' }).click()
    await expect(dialog).toBeHidden()
    await expect(card.getByText(/^Sent to the customer · Siti/).last()).toBeVisible()
    await whatsapp.waitForLog((entry) => entry.kind === 'send' && entry.body?.includes(order.number) === true)
    await app.client.contacts.setConsent({ contactId, state: 'in', how: null })
  })

  await test.step('the catalogue is there with its pictures, and a product goes into the chat with its own', async () => {
    await page.goto(`${new URL(page.url()).origin}/#/catalog`)
    const rows = page.getByRole('list', { name: 'Catalogue' }).getByRole('listitem')
    await page.getByRole('searchbox', { name: 'Search products' }).fill('gaming laptop')
    const laptop = rows.filter({ hasText: 'LPT-GAM-01' })
    await expect(laptop).toContainText(/Rp\s?18,500,000/)
    const picture = laptop.locator('img')
    await expect
      .poll(() => picture.evaluate((node) => (node instanceof HTMLImageElement ? node.naturalWidth : 0)))
      .toBeGreaterThan(0)
    expect(await picture.getAttribute('src')).toMatch(/^\/pictures\//)
    await page.getByRole('searchbox', { name: 'Search products' }).fill('')
    await expect(rows.nth(3)).toBeVisible()
    await judge(page, 'catalogue')

    await page.goto(`${new URL(page.url()).origin}/#/inbox/${chatId}`)
    await page.getByRole('button', { name: 'Send from the catalogue' }).click()
    const dialog = page.getByRole('dialog', { name: 'Send from the catalogue' })
    const search = dialog.getByRole('textbox', { name: 'Or one product, with its picture' })
    const preview = dialog.getByRole('region', { name: 'As the customer will read it' })
    const go = dialog.getByRole('button', { name: 'Send', exact: true })
    // What is seen and would go follows what is looked for.
    await search.fill('mouse')
    await expect(preview).toContainText('Mouse')
    await expect(preview).not.toContainText('Laptop')
    await search.press('Enter')
    await expect(go).toBeFocused()
    await search.fill('nothing like it')
    await expect(go).toBeDisabled()
    await search.fill('gaming laptop')
    await dialog
      .getByRole('list', { name: 'Products' })
      .getByRole('button', { name: /^Gaming Laptop\s*Rp/ })
      .click()
    await expect(preview).toContainText('Gaming Laptop')
    await judge(page, 'catalogue-send')
    await go.click()
    const shown = bubble(page, /Gaming Laptop\s*Rp\s?18,500,000/)
    await expect(shown.locator('img')).toBeVisible()
    await expect(shown.getByRole('img', { name: /^(Sent|Delivered|Read)$/ })).toBeVisible({ timeout: 60_000 })
  })
})
