/** The main job on the real screens: first run, link, history in, customers write, answers go out, a lead and an order reach the CRM once. */
import { expect, test } from './fixtures'
import { until } from './harness/wait'
import {
  allConversations,
  allMessages,
  bubble,
  chatOf,
  connected,
  firstRunOnScreen,
  openChat,
  write,
} from './steps'

const CUSTOMERS = 40
const EACH = 50
const LID = '88112233445566@lid'

test('the main job, from the first start to the order in the CRM', async ({ page, world, app }) => {
  test.setTimeout(240_000)
  const { whatsapp, crm } = world
  const now = Math.floor(Date.now() / 1000)
  const numbers = Array.from({ length: CUSTOMERS }, (_, index) => index + 1)
  const nameOf = (number: number): string => `Pelanggan ${String(number).padStart(2, '0')}`
  await whatsapp.configure({ autoAck: { policy: 'none' } })
  await whatsapp.seed({
    contacts: numbers.map((number) => ({ id: chatOf(number), name: nameOf(number), isMyContact: true })),
    messages: numbers.flatMap((number) =>
      Array.from({ length: EACH }, (_, index) => ({
        chat: chatOf(number),
        body: `${index % 2 === 0 ? 'Apakah masih ada' : 'Masih, silakan'} ${number}/${index}`,
        fromMe: index % 2 === 1,
        t: now - 86_400 + number * 60 - (EACH - index) * 3600,
        ack: index % 2 === 1 ? 3 : undefined,
      })),
    ),
  })

  await test.step('first run', () => firstRunOnScreen(page, world, app.url))

  await test.step('linked, with 2,000 messages of history', async () => {
    await whatsapp.pair({})
    await expect(page.getByRole('list', { name: 'Conversations' })).toBeVisible({ timeout: 60_000 })
    await expect(page.getByRole('heading', { name: 'Inbox' })).toBeFocused()
    await connected(app.client)
    await until(
      async () => {
        const chats = await allConversations(app.client)
        if (chats.length !== CUSTOMERS) return false
        const counts = await Promise.all(chats.map(({ id }) => allMessages(app.client, id)))
        return counts.flat().length === CUSTOMERS * EACH
      },
      { what: '2,000 messages', timeout: 60_000 },
    )
    await expect(page.getByRole('button', { name: nameOf(40) })).toBeVisible()
    await expect(page.getByRole('button', { name: 'Connected' })).toBeVisible()
  })

  const chat = chatOf(1)
  await test.step('a customer writes', async () => {
    await whatsapp.text(chat, 'Selamat pagi, ada laptop gaming?')
    const row = page.getByRole('listitem').filter({ hasText: 'Selamat pagi, ada laptop gaming?' })
    await expect(row).toBeVisible()
    await openChat(page, nameOf(1))
    await expect(bubble(page, 'Selamat pagi, ada laptop gaming?')).toBeVisible()
  })

  await test.step('a picture, decrypted', async () => {
    await whatsapp.incoming({ chat, media: { sample: 'image' }, caption: 'Seperti ini' })
    const picture = bubble(page, 'Seperti ini').locator('img')
    await expect(picture).toBeVisible()
    await expect
      .poll(() => picture.evaluate((node) => (node instanceof HTMLImageElement ? node.naturalWidth : 0)))
      .toBeGreaterThan(0)
  })

  await test.step('an edit shows what it said before', async () => {
    const message = await whatsapp.text(chat, 'Saya mau dua')
    await expect(bubble(page, 'Saya mau dua')).toBeVisible()
    await whatsapp.edit({ id: message.id, body: 'Saya mau satu saja' })
    const edited = bubble(page, 'Saya mau satu saja')
    await expect(edited).toBeVisible()
    await edited.getByRole('button', { name: 'edited' }).click()
    await expect(edited.getByRole('list', { name: 'What it said before' })).toContainText('Saya mau dua')
  })

  await test.step('a deletion is shown as one', async () => {
    const message = await whatsapp.text(chat, 'Salah kirim')
    await expect(bubble(page, 'Salah kirim')).toBeVisible()
    await whatsapp.revoke({ id: message.id })
    await expect(bubble(page, /deleted by the customer/)).toBeVisible()
  })

  await test.step('a poll with a vote', async () => {
    const poll = await whatsapp.incoming({ chat, poll: { name: 'Warna apa?', options: ['Hitam', 'Perak'] } })
    const shown = bubble(page, 'Warna apa?')
    await expect(shown).toBeVisible()
    await whatsapp.vote({ id: poll.id, from: chat, options: ['Perak'] })
    await expect(shown.getByRole('listitem').filter({ hasText: 'Perak' })).toContainText('1 vote')
    await expect(shown.getByRole('listitem').filter({ hasText: 'Hitam' })).toContainText('0 votes')
  })

  await test.step('a customer with a hidden number', async () => {
    await whatsapp.setContact({
      id: LID,
      lid: LID,
      phoneKnown: false,
      pushname: 'Tersembunyi',
      isMyContact: true,
    })
    await whatsapp.text(LID, 'Nomor saya tersembunyi', { pushname: 'Tersembunyi' })
    const row = page.getByRole('listitem').filter({ hasText: 'Nomor saya tersembunyi' })
    await expect(row).toContainText('Tersembunyi')
    await row.getByRole('button').click()
    await expect(bubble(page, 'Nomor saya tersembunyi')).toBeVisible()
    await expect(page.getByRole('region', { name: 'Chat', exact: true })).toContainText('Number not shared')
    await openChat(page, nameOf(1))
  })

  await test.step('an answer ends in "read", though its acks come out of order', async () => {
    await write(page, 'Ada, stok tujuh')
    const sent = await whatsapp.waitForLog(
      (entry) => entry.kind === 'send' && entry.body === 'Ada, stok tujuh',
    )
    expect(sent.chat).toBe(chat)
    const tick = (state: string) =>
      bubble(page, 'Ada, stok tujuh').getByRole('img', { name: state, exact: true })
    await whatsapp.ack({ id: sent.id!, ack: 2 })
    await expect(tick('Delivered')).toBeVisible()
    await whatsapp.ack({ id: sent.id!, ack: 3 })
    await expect(tick('Read')).toBeVisible()
    await whatsapp.ack({ id: sent.id!, ack: 1 })
    // What comes after the late ack proves that it was taken in.
    await whatsapp.text(chat, 'Baik, terima kasih')
    await expect(bubble(page, 'Baik, terima kasih')).toBeVisible()
    await expect(tick('Read')).toBeVisible()
  })

  await test.step('one that WhatsApp refuses is shown red, with Retry', async () => {
    await whatsapp.sendFault({ mode: 'refused', chat, count: 1 })
    await write(page, 'Harganya delapan belas setengah')
    const failed = bubble(page, 'Harganya delapan belas setengah')
    await expect(failed.getByRole('img', { name: 'Not sent' })).toBeVisible({ timeout: 30_000 })
    await expect(failed.getByRole('button', { name: 'Retry' })).toBeVisible()
    await expect(failed.locator('.border-danger')).toBeVisible()
  })

  const card = page.getByRole('complementary', { name: 'Customer card' })
  await test.step('a lead and an order, with the line cut after each commit', async () => {
    for (const pathPrefix of ['/api/leads', '/api/orders'])
      await crm.fail({ kind: 'cut-after-commit', count: 1, match: { method: 'PUT', pathPrefix } })
    await card.getByRole('button', { name: 'New lead' }).click()
    await card.getByRole('textbox', { name: 'Title' }).fill('Laptop gaming untuk toko')
    await card.getByRole('button', { name: 'Create lead' }).click()
    await expect(card.getByText('Laptop gaming untuk toko', { exact: true })).toBeVisible()

    await card.getByRole('button', { name: 'New order' }).click()
    await card.getByRole('combobox', { name: 'Add a product' }).fill('Gaming Laptop')
    await card.getByRole('option', { name: /Gaming Laptop LPT-GAM-01/ }).click()
    await expect(card.getByRole('spinbutton', { name: 'Quantity' })).toHaveValue('1')
    await expect(card.getByRole('status', { name: 'Total' })).toHaveText(/Rp\s?18[.,]500[.,]000/)
    await card.getByRole('button', { name: 'Place order' }).click()
    await expect(card.getByRole('heading', { name: 'Orders' })).toBeVisible()
  })

  await test.step('both are in the CRM exactly once', async () => {
    await expect(card.getByText('In the CRM', { exact: true })).toHaveCount(3, { timeout: 60_000 })
    const leads = (await crm.records('lead')).filter(({ title }) => title === 'Laptop gaming untuk toko')
    expect(leads).toHaveLength(1)
    const orders = (await crm.records('order')).filter(({ contactId }) => contactId === leads[0]!.contactId)
    expect(orders).toHaveLength(1)
    expect(orders[0]).toMatchObject({ total: 18_500_000_00, currency: 'IDR' })
    expect(orders[0]!.lines).toHaveLength(1)
    expect(orders[0]!.lines[0]).toMatchObject({ quantity: 1 })
    const log = await crm.log()
    for (const id of [leads[0]!.id, orders[0]!.id])
      expect(log.filter((entry) => entry.outcome === 'committed' && entry.recordId === id)).toHaveLength(1)
    const cut = log.filter((entry) => entry.fault === 'cut-after-commit').map(({ recordId }) => recordId)
    expect(cut.sort()).toEqual([leads[0]!.id, orders[0]!.id].sort())
  })
})
