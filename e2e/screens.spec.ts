/** Every screen in light and dark, in three languages, by keyboard and in narrow windows. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Page } from '@playwright/test'
import { expect, test, type Running } from './fixtures'
import { judge } from './harness/axe'
import { until } from './harness/wait'
import type { World } from './harness/world'
import { allConversations, bubble, chatOf, firstRun, openChat, SALESPERSON } from './steps'

const LOCALES = path.join(import.meta.dirname, '../src/renderer/i18n/locales')
const NAMES = ['Ibu Ratna', 'Pak Budi Santoso', 'अंजलि मेहता', 'Toko Sinar Jaya', 'Rohit Sharma', 'Dewi']
const WORDS = [
  'Selamat siang, laptop gaming masih ada?',
  'Bisa kirim hari ini ke Bandung? Alamatnya sama seperti minggu lalu, ya.',
  'नमस्ते, क्या यह फ़ोन स्टॉक में है?',
  'ok',
  'Can you send the invoice to my accountant, please?',
  'Makasih ya 🙏',
]
const CHAT = chatOf(1)

async function customersWrite(world: World): Promise<void> {
  const { whatsapp } = world
  for (const [index, name] of NAMES.entries())
    await whatsapp.setContact({ id: chatOf(index + 1), name, isMyContact: true })
  // A second apart, as WhatsApp tells time: the first of them wrote last.
  const now = Math.floor(Date.now() / 1000)
  await whatsapp.incomingMany({
    messages: NAMES.map((_, index) => ({
      chat: chatOf(index + 1),
      body: WORDS[index] ?? 'ok',
      t: now - index,
    })).reverse(),
  })
}

/** One message of every kind into the first chat. */
async function allKinds(world: World): Promise<void> {
  const { whatsapp } = world
  const first = await whatsapp.text(CHAT, 'Saya cari laptop untuk anak saya, budget sekitar 15 juta')
  await whatsapp.edit({ id: first.id, body: 'Saya cari laptop untuk anak saya, budget sekitar 18 juta' })
  const gone = await whatsapp.text(CHAT, 'Salah ketik')
  await whatsapp.revoke({ id: gone.id })
  await whatsapp.fromPhone(CHAT, 'Ada beberapa pilihan, Bu.', { quoted: first.innerId })
  const poll = await whatsapp.incoming({
    chat: CHAT,
    poll: { name: 'Warna apa?', options: ['Hitam', 'Perak'] },
  })
  await whatsapp.vote({ id: poll.id, from: CHAT, options: ['Perak'] })
  for (const sample of ['image', 'audio', 'document', 'sticker', 'video'] as const)
    await whatsapp.incoming({ chat: CHAT, media: { sample } })
  await whatsapp.incoming({ chat: CHAT, location: { latitude: -6.2, longitude: 106.8, name: 'Toko kami' } })
  await whatsapp.incoming({ chat: CHAT, cards: [{ name: 'Kurir Andi', phone: '+62 813 5555 0101' }] })
  await whatsapp.incoming({ chat: CHAT, viewOnce: 'placeholder' })
  await whatsapp.call({ from: CHAT, missed: true })
  await whatsapp.react({ id: first.id, from: CHAT, emoji: '👍' })
  await whatsapp.text(CHAT, 'Yang perak, jadi berapa?')
}

async function rooms(page: Page, world: World, app: Running): Promise<void> {
  await firstRun(app, world)
  await page.goto(app.url)
  await expect(page.getByRole('button', { name: 'Connected' })).toBeVisible()
}

test('the first run, step by step', async ({ page, world, app }) => {
  test.setTimeout(240_000)
  const next = page.getByRole('button', { name: 'Continue' })
  await page.goto(app.url)
  await expect(page.getByRole('heading', { name: 'Choose your language' })).toBeVisible()
  await judge(page, '01-language')
  await next.click()
  await expect(page.getByTestId('recovery-code')).toBeVisible()
  await judge(page, '02-recovery-code')
  await page.getByRole('checkbox', { name: 'I have written it down' }).check()
  await next.click()
  await expect(page.getByLabel('CRM address')).toBeVisible()
  await page.getByLabel('CRM address').fill(world.crmUrl)
  await page.getByLabel('Email').fill(SALESPERSON.email)
  await page.getByRole('textbox', { name: 'Password' }).fill('wrong')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByText('Email or password is wrong.')).toBeVisible()
  await judge(page, '03-crm')
  await page.getByRole('button', { name: 'Skip for now' }).click()
  await expect(page.getByRole('heading', { name: 'What may Leadline keep?' })).toBeVisible()
  await judge(page, '04-keep')
  await page.getByRole('checkbox', { name: 'I understand the risk' }).check()
  await next.click()
  await expect(page.getByRole('img', { name: 'QR code to link WhatsApp' })).toBeVisible({ timeout: 45_000 })
  await judge(page, '05-link')
  await page.getByRole('button', { name: 'Use a code instead' }).click()
  await expect(page.getByLabel('Your WhatsApp number')).toBeVisible()
  await judge(page, '06-link-by-code')
})

test('protecting and unlocking', async ({ page, launch }) => {
  test.setTimeout(240_000)
  const first = await launch({ keyFile: false })
  test.skip((await first.client.setup.status()).keychain, 'this machine has a keychain')
  await page.goto(first.url)
  await page.getByRole('button', { name: 'Continue' }).click()
  await expect(page.getByRole('heading', { name: 'Protect your chats' })).toBeVisible()
  await judge(page, '07-protect')
  await first.client.setup.createKey({ protection: 'passphrase', passphrase: 'kuda laut biru' })
  await first.process.kill('SIGTERM')
  const second = await launch({ keyFile: false })
  await page.goto(second.url)
  await expect(page.getByRole('heading', { name: 'Unlock Leadline' })).toBeVisible()
  await judge(page, '08-unlock')
  await page.getByRole('button', { name: 'Use the recovery code' }).click()
  await judge(page, '09-unlock-by-code')
})

test('the inbox, empty and full', async ({ page, world, app }) => {
  test.setTimeout(240_000)
  await rooms(page, world, app)
  await expect(page.getByText('No conversations yet')).toBeVisible()
  await judge(page, '10-inbox-empty')
  await customersWrite(world)
  await expect(page.getByRole('button', { name: 'Ibu Ratna' })).toBeVisible()
  await judge(page, '11-inbox')
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('dialog')).toBeVisible()
  await page.keyboard.type('Ra')
  await judge(page, '12-palette')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible()
  await judge(page, '13-keys')
  await page.keyboard.press('Escape')
  await world.whatsapp.text('6287755501234@c.us', 'Halo, ini nomor baru', { pushname: 'Orang Baru' })
  await openChat(page, 'Orang Baru')
  await judge(page, '14-stranger')
})

test('a thread with every kind of message, its card, lead and order', async ({ page, world, app }) => {
  test.setTimeout(300_000)
  await rooms(page, world, app)
  await customersWrite(world)
  await openChat(page, 'Ibu Ratna')
  await allKinds(world)
  await expect(bubble(page, 'Yang perak, jadi berapa?')).toBeVisible()
  await judge(page, '15-thread')
  await page
    .getByRole('log')
    .getByRole('button', { name: /^Open / })
    .first()
    .click()
  await expect(page.getByRole('dialog')).toBeVisible()
  await judge(page, '16-viewer')
  await page.keyboard.press('Escape')
  const card = page.getByRole('complementary', { name: 'Customer card' })
  await card.getByRole('button', { name: 'New lead' }).click()
  await judge(page, '17-lead-form')
  await card.getByRole('textbox', { name: 'Title' }).fill('Laptop gaming')
  await card.getByRole('button', { name: 'Create lead' }).click()
  await card.getByRole('button', { name: 'New order' }).click()
  await card.getByRole('combobox', { name: 'Add a product' }).fill('Laptop')
  await card.getByRole('option', { name: /LPT-GAM-01/ }).click()
  await judge(page, '18-order-form')
  await card.getByRole('button', { name: 'Place order' }).click()
  await expect(card.getByText('In the CRM', { exact: true })).toHaveCount(3, { timeout: 60_000 })
  await judge(page, '19-card')
})

test('the settings and the account', async ({ page, world, app }) => {
  test.setTimeout(240_000)
  await rooms(page, world, app)
  await page.getByRole('button', { name: 'Settings' }).click()
  await expect(page.getByRole('heading', { name: 'Groups and single chats' })).toBeVisible()
  await judge(page, '20-settings')
  const sections = page.getByRole('navigation', { name: 'Sections of the settings' })
  await sections.getByText('What is kept', { exact: true }).click()
  await judge(page, '21-settings-kept')
  await page.getByRole('button', { name: 'Inbox' }).click()
  await page.getByRole('button', { name: 'Connected' }).click()
  await expect(page.getByRole('dialog', { name: 'WhatsApp account' })).toBeVisible()
  await judge(page, '26-account')
  await page.keyboard.press('Escape')
  await world.whatsapp.unpair({})
  await page.getByRole('button', { name: 'Link WhatsApp' }).first().click({ timeout: 45_000 })
  await expect(page.getByRole('img', { name: 'QR code to link WhatsApp' })).toBeVisible({ timeout: 45_000 })
  await judge(page, '27-link-again')
})

/** `room.some.key` of every string there is. */
function allKeys(): string[] {
  const rooms = [
    'account',
    'commands',
    'common',
    'composer',
    'contacts',
    'crm',
    'customer',
    'errors',
    'inbox',
  ]
  const more = ['leads', 'link', 'orders', 'settings', 'setup', 'thread']
  const flat = (prefix: string, value: unknown): string[] =>
    typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([key, inner]) => flat(`${prefix}.${key}`, inner))
      : [prefix.replace(/_(zero|one|two|few|many|other)$/, '')]
  return [...rooms, ...more].flatMap((room) => {
    const content: unknown = JSON.parse(readFileSync(path.join(LOCALES, 'en', `${room}.json`), 'utf8'))
    return flat(room, content)
  })
}

test('the three languages, without a missing string', async ({ page, world, app }) => {
  test.setTimeout(180_000)
  const keys = allKeys()
  await rooms(page, world, app)
  await customersWrite(world)
  await until(async () => (await allConversations(app.client)).length === NAMES.length)
  const text = async (): Promise<string> => {
    const content = await page.locator('body').innerText()
    expect(keys.filter((key) => content.includes(key))).toEqual([])
    expect(content).not.toContain('{{')
    return content
  }
  for (const [language, inbox, settings] of [
    ['hi', 'इनबॉक्स', 'सेटिंग'],
    ['id', 'Kotak masuk', 'Pengaturan'],
    ['en', 'Inbox', 'Settings'],
  ] as const) {
    await app.client.preferences.set({ language })
    await expect(page.locator('html')).toHaveAttribute('lang', language)
    await expect(page.getByRole('heading', { level: 1, name: inbox })).toBeVisible()
    await page.getByRole('listitem').getByRole('button').first().click()
    await expect(page.getByRole('article').first()).toBeVisible()
    await text()
    await judge(page, `30-thread-${language}`)
    await page.keyboard.press('Control+,')
    await expect(page.getByRole('heading', { name: new RegExp(settings) }).first()).toBeVisible()
    await text()
    await judge(page, `31-settings-${language}`)
    await page.keyboard.press('Escape')
  }
})

test('by keyboard', async ({ page, world, app }) => {
  test.setTimeout(120_000)
  await rooms(page, world, app)
  await customersWrite(world)
  await expect(page.getByRole('button', { name: 'Ibu Ratna' })).toBeVisible()
  const title = page.getByRole('heading', { level: 2 }).first()
  await page.keyboard.press('Alt+j')
  await expect(title).toHaveText('Ibu Ratna')
  await page.keyboard.press('Alt+j')
  await expect(title).toHaveText('Pak Budi Santoso')
  await page.keyboard.press('Alt+k')
  await expect(title).toHaveText('Ibu Ratna')
  await page.locator('body').press('r')
  const field = page.getByRole('textbox', { name: 'Message to Ibu Ratna' })
  await expect(field).toBeFocused()
  await page.keyboard.type('r?')
  await expect(field).toHaveValue('r?')
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('dialog')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()
  await expect(field).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(field).not.toBeFocused()
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible()
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await expect(page.getByText('Choose a conversation')).toBeVisible()

  // Who opens a chat writes; whoever walks the list passes over it.
  const row = (name: string) => page.getByRole('listitem').getByRole('button', { name })
  await row('Ibu Ratna').click()
  await expect(field).toBeFocused()
  await page.keyboard.type(' Eh, o')
  await expect(field).toHaveValue('r? Eh, o')
  await page.keyboard.press('Escape')
  await expect(row('Ibu Ratna')).toBeFocused()
  await expect(page.getByRole('list', { name: 'Conversations' }).locator('[tabindex="0"]')).toHaveCount(1)
  await page.keyboard.press('ArrowDown')
  await expect(row('Pak Budi')).toBeFocused()
  await page.keyboard.type('eo')
  await expect(row('Pak Budi')).toBeFocused()
  await expect(title).toHaveText('Ibu Ratna')
  await page.keyboard.press('Enter')
  const other = page.getByRole('textbox', { name: 'Message to Pak Budi Santoso' })
  await expect(other).toBeFocused()
  // After a click beside everything, letters are still text.
  await page.getByRole('log').click({ position: { x: 4, y: 4 } })
  await page.keyboard.press('Shift+O')
  await page.keyboard.type('ke')
  await expect(other).toHaveValue('Oke')
  await page.keyboard.press('Control+k')
  await page
    .getByRole('dialog')
    .getByRole('option', { name: /Ibu Ratna/ })
    .first()
    .click()
  await expect(field).toBeFocused()
  await page.getByRole('navigation').getByRole('button', { name: 'Leads' }).click()
  await page.keyboard.press('Escape')
  await expect(title).toHaveText('Ibu Ratna')

  // Where the card lies over the chat it takes the focus, and Esc closes it alone.
  await page.setViewportSize({ width: 900, height: 800 })
  const card = page.getByRole('complementary', { name: 'Customer card' })
  const toggle = page.getByRole('button', { name: 'Customer card' })
  await expect(card).toBeHidden()
  await toggle.press('Enter')
  await expect(card).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(card).toBeHidden()
  await expect(toggle).toBeFocused()
  await expect(title).toHaveText('Ibu Ratna')
})
