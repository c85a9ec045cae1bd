/** Somebody without their phone at hand begins all the same; once it is linked, what was sold is found from the person's page. */
import { randomUUID } from 'node:crypto'
import { expect, test } from './fixtures'
import { allConversations, connected, firstRunOnScreen, ratnaAsks } from './steps'

test('linking is put off and made up for, and an order opens from the timeline', async ({
  page,
  world,
  app,
}) => {
  test.setTimeout(180_000)
  await ratnaAsks(world)
  await firstRunOnScreen(page, world, app.url)
  await page.getByRole('button', { name: 'Link later' }).click()
  await expect(page.getByRole('heading', { name: 'Inbox' })).toBeVisible()
  await page.reload()
  await expect(page.getByRole('button', { name: 'Link WhatsApp' }).first()).toBeVisible()
  await world.whatsapp.pair({})
  await connected(app.client)
  await expect(page.getByRole('button', { name: 'Ibu Ratna' })).toBeVisible()

  const [chat] = await allConversations(app.client)
  const contactId = chat!.contactId!
  await app.client.orders.create({
    ...{ id: randomUUID(), contactId, conversationId: chat!.id },
    ...{ status: 'draft', currency: 'IDR', note: null },
    lines: [{ productId: null, name: 'Kopi', quantity: 1, unitPrice: 5000 }],
  })
  await page.goto(`${new URL(page.url()).origin}/#/people/${contactId}`)
  await page
    .getByRole('list', { name: 'Timeline' })
    .getByRole('button', { name: /^Order/ })
    .click()
  const card = page.getByRole('complementary', { name: 'Customer card' })
  await expect(card.getByText('Kopi')).toBeVisible()
  await expect(card.locator('[aria-expanded=true]')).toBeFocused()
})
