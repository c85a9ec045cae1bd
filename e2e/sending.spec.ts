/** Writing: offline, quoting, pictures by file and by paste, line breaks, and what failed once. The judge is the simulator's own log. */
import { expect, test } from './fixtures'
import { samples } from './whatsapp-web/world/samples'
import { bubble, chatOf, firstRun, openChat, ratnaAsks, write } from './steps'

const CHAT = chatOf(1)
const PICTURE = samples.image({ width: 320, height: 200 })

test.beforeEach(async ({ page, world, app }) => {
  test.setTimeout(180_000)
  await ratnaAsks(world)
  await firstRun(app, world)
  await page.goto(app.url)
  await openChat(page, 'Ibu Ratna')
})

test('what is written offline waits, says so, and goes exactly once', async ({ page, world }) => {
  const { whatsapp } = world
  await whatsapp.network({ up: false })
  await expect(page.getByText(/^Not connected\. What you send waits/)).toBeVisible({ timeout: 60_000 })
  await write(page, 'Masih, sampai jam lima')
  const message = bubble(page, 'Masih, sampai jam lima')
  await expect(message.getByRole('img', { name: 'Waiting to be sent' })).toBeVisible()
  expect(await whatsapp.sent(CHAT)).toEqual([])
  await whatsapp.network({ up: true })
  await expect(message.getByRole('img', { name: /Sent|Delivered|Read/ })).toBeVisible({ timeout: 90_000 })
  // The next one went after it: had it gone twice, the log would tell by now.
  await write(page, 'Silakan datang')
  await expect(bubble(page, 'Silakan datang').getByRole('img', { name: /Sent|Delivered|Read/ })).toBeVisible({
    timeout: 30_000,
  })
  expect((await whatsapp.sent(CHAT)).map(({ body }) => body)).toEqual([
    'Masih, sampai jam lima',
    'Silakan datang',
  ])
})

test('a reply quotes; Enter sends, Shift+Enter breaks the line', async ({ page, world }) => {
  const { whatsapp } = world
  const asked = bubble(page, 'Apakah masih buka?')
  await asked.hover()
  await asked.getByRole('button', { name: 'Reply' }).click()
  await expect(page.getByText('Reply to Ibu Ratna')).toBeVisible()
  const field = page.getByRole('textbox', { name: /^Message to / })
  await expect(field).toBeFocused()
  await page.keyboard.type('Masih')
  await page.keyboard.press('Shift+Enter')
  await page.keyboard.type('sampai malam')
  expect(await whatsapp.sent(CHAT)).toEqual([])
  await page.keyboard.press('Enter')
  const sent = await whatsapp.waitForLog((entry) => entry.kind === 'send')
  expect(sent.body).toBe('Masih\nsampai malam')
  const [first] = await whatsapp.messages({ chat: CHAT })
  expect(sent.quoted).toBe(first!.innerId)
  await expect(bubble(page, 'sampai malam').getByRole('button', { name: /Apakah masih buka/ })).toBeVisible()
})

test('a reply begun is there after a kill, with what it answers, and gone once it is sent', async ({
  page,
  world,
  app,
  launch,
}) => {
  const asked = bubble(page, 'Apakah masih buka?')
  await asked.hover()
  await asked.getByRole('button', { name: 'Reply' }).click()
  await page.keyboard.type('Masih, sampai')
  const kept = async (client: typeof app.client) =>
    (await client.conversations.drafts({ cursor: null, limit: 10 })).items.map(({ text }) => text)
  await expect.poll(() => kept(app.client)).toEqual(['Masih, sampai'])
  await app.process.kill('SIGKILL')
  const again = await launch()
  await page.goto(again.url)
  const list = page.getByRole('list', { name: 'Conversations' })
  await expect(list.getByText('Masih, sampai')).toBeVisible()
  await openChat(page, 'Ibu Ratna')
  await expect(page.getByText('Reply to Ibu Ratna')).toBeVisible()
  await expect(page.getByRole('textbox', { name: /^Message to / })).toBeFocused()
  await page.keyboard.type(' malam')
  await page.keyboard.press('Enter')
  const sent = await world.whatsapp.waitForLog((entry) => entry.kind === 'send')
  expect(sent.body).toBe('Masih, sampai malam')
  expect(sent.quoted).toBe((await world.whatsapp.messages({ chat: CHAT }))[0]!.innerId)
  await expect.poll(() => kept(again.client)).toEqual([])
})

test('a picture by file and one by paste, each with a caption', async ({ page, world }) => {
  const { whatsapp } = world
  const choosing = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Attach files' }).click()
  await (await choosing).setFiles({ name: 'picture.png', mimeType: 'image/png', buffer: PICTURE })
  await expect(page.getByRole('list', { name: 'Files to send' })).toContainText('picture.png')
  await write(page, 'Ini fotonya')
  const byFile = await whatsapp.waitForLog(
    (entry) => entry.kind === 'send' && entry.caption === 'Ini fotonya',
  )
  expect(byFile.media).toMatchObject({ mimetype: 'image/png' })

  const bytes = PICTURE.toString('base64')
  await page.getByRole('textbox', { name: /^Message to / }).evaluate((field, data) => {
    const content = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0))
    const clipboard = new DataTransfer()
    clipboard.items.add(new File([content], 'pasted.png', { type: 'image/png' }))
    field.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData: clipboard, bubbles: true, cancelable: true }),
    )
  }, bytes)
  await expect(page.getByRole('list', { name: 'Files to send' })).toContainText('pasted.png')
  await write(page, 'Dan ini')
  const byPaste = await whatsapp.waitForLog((entry) => entry.kind === 'send' && entry.caption === 'Dan ini')
  expect(byPaste.media).toMatchObject({ mimetype: 'image/png' })
  await expect(bubble(page, 'Dan ini').locator('img')).toBeVisible()
  expect(await whatsapp.sent(CHAT)).toHaveLength(2)
})

test('what WhatsApp refused goes out with Retry', async ({ page, world }) => {
  const { whatsapp } = world
  await whatsapp.sendFault({ mode: 'refused', chat: CHAT, count: 1 })
  await write(page, 'Dua ratus ribu')
  const message = bubble(page, 'Dua ratus ribu')
  await expect(message.getByRole('img', { name: 'Not sent' })).toBeVisible({ timeout: 30_000 })
  expect(await whatsapp.sent(CHAT)).toEqual([])
  await message.getByRole('button', { name: 'Retry' }).click()
  await expect(message.getByRole('img', { name: /Sent|Delivered|Read/ })).toBeVisible({ timeout: 30_000 })
  await expect(message).toHaveCount(1)
  expect((await whatsapp.sent(CHAT)).map(({ body }) => body)).toEqual(['Dua ratus ribu'])
})
