/** Two numbers in one Leadline: added, linked, told apart, and one of them taken away without a trace in the other. */
import { SEED_PASSWORD } from './central-crm/seed/shop'
import { expect, test } from './fixtures'
import { judge } from './harness/axe'
import { until } from './harness/wait'
import { allConversations, bubble, chatOf, firstRun, openChat, write } from './steps'

const CHAT = chatOf(1)

test('a second account comes into the same inbox, and leaves the first as it was', async ({
  page,
  world,
  launch,
}) => {
  test.setTimeout(300_000)
  let app = await launch()
  const shop = world.phone(2)
  const accounts = () => app.client.accounts.list()
  await world.whatsapp.seed({
    contacts: [{ id: CHAT, name: 'Ibu Ratna', isMyContact: true }],
    messages: [{ chat: CHAT, body: 'Halo, ini pesan pertama' }],
  })
  await shop.seed({
    contacts: [
      { id: CHAT, name: 'Ibu Ratna', isMyContact: true },
      { id: chatOf(2), name: 'Pak Budi Santoso', isMyContact: true },
    ],
    messages: [
      { chat: CHAT, body: 'Halo toko' },
      { chat: chatOf(2), body: 'Apakah toko buka hari ini?' },
    ],
  })
  await firstRun(app, world)
  await page.goto(app.url)
  await page.getByRole('button', { name: 'Connected' }).click()

  await test.step('add it by keyboard and link it', async () => {
    const panel = page.getByRole('dialog', { name: 'WhatsApp account' })
    await panel.getByRole('button', { name: 'Add account' }).press('Enter')
    const adding = page.getByRole('dialog', { name: 'Add account' })
    await expect(adding.getByRole('radio', { name: 'Blue' })).toBeChecked()
    await judge(page, '40-account-add')
    await adding.getByRole('textbox', { name: 'Name' }).fill('Bandung')
    await adding.getByRole('radio', { name: 'Orange' }).click()
    await page.keyboard.press('Tab')
    await adding.getByRole('button', { name: 'Add and link' }).press('Enter')
    const linking = page.getByRole('dialog', { name: 'Link your WhatsApp' })
    await expect(linking.getByText('Bandung', { exact: true })).toBeVisible()
    await expect(linking.getByRole('img', { name: 'QR code to link WhatsApp' })).toBeVisible({
      timeout: 45_000,
    })
    await judge(page, '41-account-link')
    await shop.pair({})
    await expect(linking).toBeHidden({ timeout: 60_000 })
    await until(async () => (await accounts()).every(({ state }) => state === 'connected'), {
      what: 'both connections',
      timeout: 60_000,
    })
  })
  const added = (await accounts())[1]!
  expect(added).toMatchObject({ label: 'Bandung', colour: 'orange' })
  const list = page.getByRole('list', { name: 'Conversations' })

  await test.step('both are in one inbox, each chat with its account', async () => {
    await expect(list.getByRole('button', { name: 'Ibu Ratna' })).toHaveCount(2)
    await expect(list.getByRole('button', { name: /Ibu Ratna.*Bandung/ })).toHaveCount(1)
    await shop.text(chatOf(2), 'Saya datang jam tiga')
    await world.whatsapp.text(CHAT, 'Ini untuk nomor pertama')
    await expect(list.getByText('Saya datang jam tiga')).toBeVisible()
    await judge(page, '42-accounts-inbox')
    await page.getByRole('combobox', { name: 'Account' }).selectOption(added.id)
    await expect(list.getByRole('button')).toHaveCount(2)
    await expect(list.getByText('Ini untuk nomor pertama')).toBeHidden()
    await openChat(page, 'Ibu Ratna')
    await write(page, 'Dari toko')
    await expect(bubble(page, 'Dari toko')).toBeVisible()
    await until(async () => (await shop.sent(CHAT)).length === 1, { what: 'the reply from the shop' })
    expect(await world.whatsapp.sent(CHAT)).toEqual([])
  })

  await test.step('a new chat asks which number it goes from', async () => {
    await page.getByRole('button', { name: 'Start a chat' }).click()
    const dialog = page.getByRole('dialog', { name: 'Start a chat' })
    await expect(dialog.getByRole('combobox', { name: 'From which account' })).toHaveValue(added.id)
    await judge(page, '46-accounts-start-chat')
    await page.keyboard.press('Escape')
    await expect(dialog).toBeHidden()
  })

  await test.step('both come back after a restart, and what was paused still is', async () => {
    await app.client.accounts.setPaused({ accountId: added.id, paused: true })
    await app.process.kill('SIGTERM')
    app = await launch()
    await until(async () => (await accounts()).every(({ state }) => state === 'connected'), {
      what: 'both connections',
      timeout: 60_000,
    })
    expect((await accounts()).map(({ paused }) => paused)).toEqual([false, true])
    await page.goto(app.url)
    await expect(page.getByText('Bandung: Sending is paused.')).toBeVisible()
    await openChat(page, 'Pak Budi Santoso')
    await write(page, 'Baik, Pak')
    await page.getByRole('button', { name: 'Resume' }).first().click()
    await until(async () => (await shop.sent(chatOf(2))).length === 1, {
      what: 'what waited',
      timeout: 30_000,
    })
  })

  await test.step('its name and colour can be changed', async () => {
    await page.getByRole('button', { name: /Connected.* \/ 1,000$/ }).click()
    const panel = page.getByRole('dialog', { name: 'WhatsApp accounts' })
    const unfold = panel.getByRole('button', { name: /^Bandung/ })
    if ((await unfold.getAttribute('aria-expanded')) !== 'true') await unfold.click()
    await panel.getByRole('button', { name: 'Name and colour' }).click()
    const editing = page.getByRole('dialog', { name: 'Name and colour' })
    await editing.getByRole('radio', { name: 'Violet' }).click()
    await editing.getByRole('button', { name: 'Save' }).click()
    await expect(editing).toBeHidden()
    expect((await accounts())[1]).toMatchObject({ label: 'Bandung', colour: 'violet' })
    await page.keyboard.press('Escape')
    await expect(panel).toBeHidden()
  })

  await test.step('trouble of one names it, and is not the other’s', async () => {
    await shop.unpair({})
    const banner = page.getByText('Bandung: WhatsApp signed this device out.')
    await expect(banner).toBeVisible({ timeout: 45_000 })
    await judge(page, '43-accounts-trouble')
    expect((await accounts())[0]).toMatchObject({ state: 'connected' })
    await page.getByRole('button', { name: 'Link WhatsApp' }).click()
    const linking = page.getByRole('dialog', { name: 'Link your WhatsApp' })
    await expect(linking.getByRole('img', { name: 'QR code to link WhatsApp' })).toBeVisible({
      timeout: 45_000,
    })
    await shop.pair({})
    await expect(linking).toBeHidden({ timeout: 60_000 })
    await expect(banner).toBeHidden()
  })

  await test.step('unlink it and delete its history', async () => {
    await page.getByRole('combobox', { name: 'Account' }).selectOption('')
    await page.getByRole('button', { name: /Connected.* \/ 1,000$/ }).click()
    const panel = page.getByRole('dialog', { name: 'WhatsApp accounts' })
    const unfold = panel.getByRole('button', { name: /^Bandung/ })
    if ((await unfold.getAttribute('aria-expanded')) !== 'true') await unfold.click()
    await judge(page, '44-accounts-panel')
    await panel.getByRole('button', { name: 'Unlink' }).click()
    const asking = page.getByRole('dialog', { name: 'Unlink Bandung from this computer?' })
    // Who was signed in by the first run is an employee: she may unlink her number, and erases nothing.
    await expect(asking).toContainText('Its chats stay here to be read')
    await expect(asking.getByRole('radio')).toHaveCount(0)
    const admin = { email: 'admin@example.test', password: SEED_PASSWORD }
    await app.client.crm.signIn({ url: world.crmUrl, ...admin })
    await asking.getByRole('radio', { name: 'Delete its history' }).click()
    await judge(page, '45-account-unlink')
    await asking.getByRole('button', { name: 'Unlink' }).click()
    const sure = page.getByRole('dialog', { name: 'Erase all chats of Bandung for good?' })
    await sure.getByRole('button', { name: 'Erase for good' }).click()
    await expect(sure).toBeHidden({ timeout: 60_000 })
    await until(async () => (await shop.state()).devices.length === 0, { what: 'the sign-out at the phone' })
    const chats = await allConversations(app.client)
    expect(chats.map(({ accountId }) => accountId)).toEqual(['main'])
    expect(await app.client.messages.search({ query: 'toko', limit: 10, before: null })).toEqual([])
    expect((await accounts())[1]).toMatchObject({ state: 'unlinked', phone: null, label: 'Bandung' })
  })

  await test.step('remove it', async () => {
    const panel = page.getByRole('dialog', { name: 'WhatsApp accounts' })
    await panel.getByRole('button', { name: 'Remove account' }).click()
    const asking = page.getByRole('dialog', { name: 'Remove Bandung from Leadline?' })
    await asking.getByRole('button', { name: 'Remove account' }).click()
    const sure = page.getByRole('dialog', { name: 'Erase all chats of Bandung for good?' })
    await sure.getByRole('button', { name: 'Erase for good' }).click()
    await expect(page.getByRole('dialog', { name: 'WhatsApp account', exact: true })).toBeVisible()
    await expect(page.getByText('Bandung was removed from Leadline.')).toBeVisible()
    await expect(page.getByText("It isn't there any more.")).toBeHidden()
    expect((await accounts()).map(({ id, state }) => [id, state])).toEqual([['main', 'connected']])
    await page.keyboard.press('Escape')
    await openChat(page, 'Ibu Ratna')
    await world.whatsapp.text(CHAT, 'Masih di sini')
    await expect(bubble(page, 'Masih di sini')).toBeVisible()
    await expect(page.getByRole('combobox', { name: 'Account' })).toBeHidden()
  })
})
