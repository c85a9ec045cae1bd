/** The day's limit, from the settings to the message that waits for tomorrow. The judge of what went is the simulator's own log. */
import { homedir } from 'node:os'
import { expect, test } from './fixtures'
import { judge } from './harness/axe'
import { bubble, chatOf, firstRun, openChat, ratnaAsks, write } from './steps'

const CHAT = chatOf(1)

test('what is more than the day takes waits, says why, and goes when the limit is raised', async ({
  page,
  world,
  app,
}) => {
  test.setTimeout(240_000)
  const { whatsapp } = world
  await ratnaAsks(world)
  await firstRun(app, world)
  await page.goto(app.url)
  const settings = page.getByRole('button', { name: 'Settings', exact: true })
  await settings.click()
  const field = page.getByLabel('Messages a day, from each account')
  await expect(field).toHaveValue('1000')
  await field.fill('0')
  await expect(page.getByText('A number from 1 to 10,000.')).toBeVisible()
  await judge(page, '42-limits')
  await field.fill('2')
  await field.press('Enter')
  await expect(page.getByRole('status').getByText('Saved')).toBeVisible()
  expect((await app.client.preferences.get()).dailyLimit).toBe(2)
  await page.getByRole('button', { name: 'Inbox', exact: true }).click()

  await openChat(page, 'Ibu Ratna')
  for (const text of ['Masih', 'Sampai malam', 'Silakan datang']) await write(page, text)
  const held = bubble(page, 'Silakan datang')
  await expect(page.getByRole('button', { name: /^Daily limit reached.*2 \/ 2/ })).toBeVisible({
    timeout: 30_000,
  })
  await expect(held.getByText('Waits for tomorrow: daily limit reached')).toBeVisible()
  await expect(page.getByText(/^Today's limit of messages is reached\. What you send waits/)).toBeVisible()
  expect((await whatsapp.sent(CHAT)).map(({ body }) => body)).toEqual(['Masih', 'Sampai malam'])
  await judge(page, '40-limited')

  await held.getByRole('button', { name: 'Change the limit' }).click()
  await field.fill('5')
  await field.press('Enter')
  await page.goBack()
  await expect(held.getByRole('img', { name: /Sent|Delivered|Read/ })).toBeVisible({ timeout: 30_000 })
  await expect(page.getByText('Waits for tomorrow: daily limit reached')).toBeHidden()
  expect((await whatsapp.sent(CHAT)).map(({ body }) => body)).toEqual([
    'Masih',
    'Sampai malam',
    'Silakan datang',
  ])
})

test('health goes from well to warning to critical with the use of the day, and says why', async ({
  page,
  world,
  app,
}) => {
  test.setTimeout(240_000)
  const { whatsapp } = world
  await ratnaAsks(world)
  await firstRun(app, world)
  await app.client.preferences.set({ dailyLimit: 4 })
  const grade = async () => (await app.client.health.list())[0]?.grade
  await expect.poll(grade).toBe('healthy')
  await page.goto(app.url)
  await openChat(page, 'Ibu Ratna')
  await expect(page.getByRole('img', { name: /^Health/ })).toBeHidden()

  for (const text of ['Masih', 'Sampai malam', 'Silakan datang']) await write(page, text)
  await expect(page.getByRole('img', { name: 'Health: Warning' })).toBeVisible({ timeout: 30_000 })
  await expect(page.getByText(/^Your WhatsApp needs a look/)).toBeVisible()
  for (const text of ['Di pasar', 'Lantai dua']) await write(page, text)
  await expect(page.getByRole('img', { name: 'Health: Critical' })).toBeVisible({ timeout: 30_000 })
  await expect(page.getByText(/^Your WhatsApp needs you/)).toBeVisible()
  await expect(bubble(page, 'Lantai dua').getByText('Waits for tomorrow: daily limit reached')).toBeVisible()
  expect(await whatsapp.sent(CHAT)).toHaveLength(4)

  await page.getByRole('button', { name: /^Daily limit reached/ }).click()
  const panel = page.getByRole('dialog', { name: 'WhatsApp account' })
  const health = panel.getByRole('region', { name: 'Health' })
  await expect(health.getByRole('heading', { name: /^Critical/ })).toBeVisible()
  await expect(health.getByText("100 % of today's limit is used.")).toBeVisible()
  await expect(panel.getByText('4 of 4 sent · 1 received · 1 new contact')).toBeVisible()
  await health.getByText(/^Days: /).click()
  await expect(health.getByRole('row', { name: /^Today .* 4 1$/ })).toBeVisible()
  await judge(page, '41-health')

  await app.client.preferences.set({ dailyLimit: 1_000 })
  await expect.poll(grade).toBe('healthy')
  await expect(health.getByRole('heading', { name: /^Healthy/ })).toBeVisible()

  await page.keyboard.press('Escape')
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.getByRole('button', { name: 'Settings', exact: true }).click()
  await page.getByRole('button', { name: 'Copy diagnostics' }).click()
  await expect(page.getByText('Copied')).toBeVisible()
  const report = await page.evaluate(() => navigator.clipboard.readText())
  expect(report).toContain('state connected, reason –, grade critical, reasons usage')
  expect(report).toMatch(/^versions: browser (?:Chrome|Edge) [\d.]+, library \d+\.\d+\.\d+, node \d+/m)
  expect(report).toMatch(/whatsAppWeb: \d+\.\d+/)
  expect(report).toMatch(/sample:\n\s+memory: \d{7,}/)
  const { phone, name } = (await app.client.accounts.list())[0]!
  for (const personal of [
    phone!.slice(1),
    name!,
    'Ibu Ratna',
    'Silakan',
    CHAT.slice(0, 8),
    app.url,
    homedir(),
  ])
    expect(report).not.toContain(personal)
})
