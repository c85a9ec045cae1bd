/** Unlinked on the phone: the screens say so and lead back to a QR; linked again, what came meanwhile is there. */
import { expect, test } from './fixtures'
import { connected, bubble, chatOf, firstRun, openChat } from './steps'

const ROUNDS = 2

test('unlinking on the phone leads back to a QR, and linking again works', async ({ page, world, app }) => {
  test.setTimeout(240_000)
  const { whatsapp } = world
  const chat = chatOf(1)
  await whatsapp.seed({
    contacts: [{ id: chat, name: 'Ibu Ratna', isMyContact: true }],
    messages: [{ chat, body: 'Halo' }],
  })
  await firstRun(app, world)
  await page.goto(app.url)
  await expect(page.getByRole('button', { name: 'Connected' })).toBeVisible()

  for (let round = 1; round <= ROUNDS; round++) {
    await whatsapp.unpair({})
    const again = page.getByRole('button', { name: 'Link WhatsApp' }).first()
    await expect(again).toBeVisible({ timeout: 45_000 })
    await whatsapp.text(chat, `Sementara itu ${round}`)
    await again.click()
    const dialog = page.getByRole('dialog', { name: 'Link your WhatsApp' })
    await expect(dialog.getByRole('img', { name: 'QR code to link WhatsApp' })).toBeVisible({
      timeout: 45_000,
    })
    await whatsapp.pair({})
    await expect(dialog).toBeHidden({ timeout: 60_000 })
    await expect(page.locator(':focus')).toBeVisible()
    await connected(app.client)
    await expect(page.getByRole('button', { name: 'Connected' })).toBeVisible()
    await openChat(page, 'Ibu Ratna')
    await expect(bubble(page, `Sementara itu ${round}`)).toHaveCount(1)
    await whatsapp.text(chat, `Lagi ${round}`)
    await expect(bubble(page, `Lagi ${round}`)).toHaveCount(1)
  }
})
