/** A profile that was lost comes back from its copy; one whose copy was tampered with leads to a QR code that says why. */
import fs from 'node:fs'
import path from 'node:path'
import { expect, test } from './fixtures'
import { judge } from './harness/axe'
import { bubble, chatOf, connected, firstRun, openChat } from './steps'

test('a lost link is restored from its copy, and a copy that was changed is not', async ({
  page,
  world,
  launch,
  dataDir,
}) => {
  test.setTimeout(300_000)
  const { whatsapp } = world
  const chat = chatOf(1)
  await whatsapp.seed({
    contacts: [{ id: chat, name: 'Ibu Ratna', isMyContact: true }],
    messages: [{ chat, body: 'Halo' }],
  })
  const profile = path.join(dataDir, 'profiles', 'main')
  const copy = path.join(dataDir, 'session-copies', 'main.service.copy')

  let app = await launch()
  await firstRun(app, world)
  await page.goto(`${app.url}#/settings/whatsapp`)
  const saved = page.getByText('Saved link').locator('xpath=following-sibling::dd[1]')
  await expect(saved).toContainText('None yet')
  await saved.getByRole('button', { name: 'Save now' }).click()
  await expect(page.getByText('Saving the link').first()).toBeVisible()
  await expect(saved).toContainText('kB', { timeout: 60_000 })
  await connected(app.client)
  await judge(page, 'saved-link')

  await app.process.kill('SIGTERM')
  fs.rmSync(profile, { recursive: true, force: true, maxRetries: 20 })
  app = await launch()
  await connected(app.client)
  await page.goto(app.url)
  await whatsapp.text(chat, 'Masih di sana?')
  await openChat(page, 'Ibu Ratna')
  await expect(bubble(page, 'Masih di sana?')).toHaveCount(1)

  await app.process.kill('SIGTERM')
  fs.rmSync(profile, { recursive: true, force: true, maxRetries: 20 })
  const bytes = fs.readFileSync(copy)
  bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1
  fs.writeFileSync(copy, bytes)
  app = await launch()
  await page.goto(app.url)
  await expect(page.getByText('The link to your phone was lost on this computer').first()).toBeVisible({
    timeout: 60_000,
  })
  await page.getByRole('button', { name: 'Link WhatsApp' }).first().click()
  const dialog = page.getByRole('dialog', { name: 'Link your WhatsApp' })
  await expect(dialog.getByRole('img', { name: 'QR code to link WhatsApp' })).toBeVisible({ timeout: 45_000 })
  await expect(dialog.getByText('The link to your phone was lost')).toBeVisible()
  await judge(page, 'link-lost-dialog')
  expect(fs.existsSync(copy)).toBe(false)
  await whatsapp.pair({})
  await connected(app.client)
  await expect(page.getByRole('button', { name: 'Connected' })).toBeVisible()
})
