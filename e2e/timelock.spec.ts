/** WhatsApp's timelock on new chats: told while it lasts, and no obstacle to those who wrote first. The simulator's log is the judge. */
import { expect, test } from './fixtures'
import { judge } from './harness/axe'
import { firstRun, openChat, ratnaAsks, write } from './steps'

test('says that WhatsApp takes no new chats for now, sends to those who wrote, and says when it is over', async ({
  page,
  world,
  app,
}) => {
  test.setTimeout(240_000)
  const { whatsapp } = world
  await ratnaAsks(world)
  await firstRun(app, world)
  await page.goto(app.url)
  await whatsapp.configure({ timelocked: true })
  const sentence = page.getByText(/^WhatsApp takes no messages to new people from this number/)
  await expect(sentence).toBeVisible({ timeout: 30_000 })
  expect((await app.client.accounts.list())[0]).toMatchObject({ state: 'connected', reason: 'timelock' })

  await openChat(page, 'Ibu Ratna')
  await write(page, 'Buka sampai malam')
  await whatsapp.waitForLog((entry) => entry.kind === 'send' && entry.body === 'Buka sampai malam', {
    timeoutMs: 30_000,
  })
  await judge(page, '42-timelock')

  await whatsapp.configure({ timelocked: false })
  await expect(sentence).toBeHidden({ timeout: 30_000 })
  expect((await app.client.accounts.list())[0]).toMatchObject({ state: 'connected', reason: null })
})
