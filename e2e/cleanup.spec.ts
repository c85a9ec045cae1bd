/** Leftovers: shown with their size, removed after a question; what is in use stays. */
import fs from 'node:fs'
import path from 'node:path'
import { expect, test } from './fixtures'
import { judge } from './harness/axe'
import { bubble, chatOf, connected, firstRun, openChat } from './steps'

function plant(file: string, bytes: number): void {
  fs.mkdirSync(path.dirname(file), { recursive: true })
  fs.writeFileSync(file, Buffer.alloc(bytes, 1))
}

test('leftovers are shown before they are removed, and nothing else goes', async ({
  page,
  world,
  launch,
  dataDir,
}) => {
  test.setTimeout(240_000)
  const { whatsapp } = world
  const chat = chatOf(1)
  await whatsapp.seed({
    contacts: [{ id: chat, name: 'Ibu Ratna', isMyContact: true }],
    messages: [{ chat, body: 'Halo' }],
  })
  const app = await launch()
  await firstRun(app, world)
  await app.client.accounts.saveSession({ accountId: 'main' })
  await connected(app.client)
  await whatsapp.incoming({ chat, media: { sample: 'image' } })
  await page.goto(app.url)
  await openChat(page, 'Ibu Ratna')
  await expect(page.getByRole('article').locator('img').first()).toBeVisible({ timeout: 60_000 })
  const media = path.join(dataDir, 'media')
  const kept = fs.readdirSync(media)
  expect(kept).toHaveLength(1)

  await page.goto(`${app.url}#/settings/cleanup`)
  await expect(page.getByText('Nothing to clean up.')).toBeVisible()
  const gone = path.join(dataDir, 'profiles', 'gone')
  plant(path.join(gone, 'Default', 'IndexedDB', 'x'), 3_000_000)
  plant(path.join(dataDir, 'session-copies', 'gone.service.copy'), 200_000)
  for (let i = 0; i < 3; i++) plant(path.join(media, String(i).repeat(32)), 1_000_000)
  await page.reload()
  const list = page.getByRole('list', { name: 'Leftovers' })
  await expect(list.getByRole('listitem')).toHaveText([
    /^1 browser profile of a removed account3\s?MB$/,
    /^1 saved link of a removed account200\s?kB$/,
    /^3 files that no message has3\s?MB$/,
  ])
  await page.getByRole('heading', { name: 'Clean up' }).scrollIntoViewIfNeeded()
  await judge(page, 'cleanup')

  await page.getByRole('button', { name: 'Remove 6.2 MB…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Remove 6.2 MB of leftovers?' })
  await expect(dialog).toBeVisible()
  expect(fs.existsSync(gone)).toBe(true)
  await judge(page, 'cleanup-question')
  await dialog.getByRole('button', { name: 'Remove' }).click()
  await expect(page.getByText('Nothing to clean up.')).toBeVisible({ timeout: 30_000 })
  await expect(page.getByRole('list', { name: 'Cleaned so far' }).getByRole('listitem')).toHaveCount(3)
  await judge(page, 'cleaned')

  expect(fs.existsSync(gone)).toBe(false)
  expect(fs.readdirSync(path.join(dataDir, 'session-copies'))).toEqual(['main.service.copy'])
  expect(fs.readdirSync(media)).toEqual(kept)
  await page.goto(app.url)
  await openChat(page, 'Ibu Ratna')
  await expect(bubble(page, 'Halo')).toHaveCount(1)
  await expect(page.getByRole('article').locator('img').first()).toBeVisible()
})
