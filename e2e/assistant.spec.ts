/**
 * A customer orders by writing into the chat: the assistant makes a draft and answers, whatever is killed in between; a person confirms it
 * while the CRM can't be reached; it arrives there once, and the customer hears when its status changes there. Where a person types, the
 * assistant is silent.
 */
import type { Page } from '@playwright/test'
import { expect, test, type Running } from './fixtures'
import { judge } from './harness/axe'
import { until } from './harness/wait'
import { bubble, chatOf, connected, firstRun, openChat } from './steps'

const RATNA = chatOf(1)
const BUDI = chatOf(2)

const mark = (page: Page) => page.getByRole('group', { name: 'Assistant' })

async function switchOn(page: Page): Promise<void> {
  await page.goto(new URL('#/settings/assistant', page.url()).href)
  const section = page.getByRole('region', { name: 'Assistant' })
  await section.getByRole('switch', { name: 'The assistant answers' }).click()
  await expect(section.getByRole('radio', { name: /A draft that you confirm/ })).toBeChecked()
}

test('an order written in a chat', async ({ page, world, launch }) => {
  test.setTimeout(300_000)
  const { whatsapp, crm } = world
  await whatsapp.seed({
    contacts: [
      { id: RATNA, name: 'Ibu Ratna', isMyContact: true },
      { id: BUDI, name: 'Pak Budi', isMyContact: true },
    ],
    messages: [RATNA, BUDI].map((chat) => ({ chat, body: 'Apakah masih buka?' })),
  })
  let app: Running = await launch()
  await firstRun(app, world)
  await app.client.preferences.set({ toldStatuses: ['shipped'], customerLanguage: 'en' })
  await until(
    async () => (await app.client.orders.products({ query: 'Gaming Laptop', limit: 5 })).length > 1,
    {
      what: 'the catalogue',
    },
  )
  const { items } = await until(async () => {
    const found = await app.client.conversations.list({
      ...{ accountId: null, filter: 'all', query: '', cursor: null, limit: 10 },
    })
    return found.items.length === 2 && found
  })
  const contactId = items.find(({ name }) => name === 'Ibu Ratna')?.contactId
  if (!contactId) throw new Error('Ratna is no contact')
  const orders = () => app.client.orders.ofContact({ contactId })
  const answers = async (chat: string, body: RegExp) =>
    (await whatsapp.sent(chat)).filter((entry) => body.test(entry.body ?? ''))
  const answered = (chat: string, body: RegExp) =>
    whatsapp.waitForLog(
      (entry) => entry.kind === 'send' && entry.chat === chat && body.test(entry.body ?? ''),
      {
        timeoutMs: 60_000,
      },
    )

  await test.step('nobody is answered before it is switched on', async () => {
    await page.goto(app.url)
    await openChat(page, 'Ibu Ratna')
    await whatsapp.text(RATNA, 'katalog')
    await expect(bubble(page, 'katalog')).toBeVisible()
    await expect(mark(page)).toHaveCount(0)
  })

  await test.step('switched on and tried out in the settings', async () => {
    await switchOn(page)
    const field = page.getByRole('textbox', { name: /Try it/ })
    await field.fill('pesan gaming laptop:2')
    await page.getByRole('button', { name: 'Show the answer' }).click()
    await expect(page.getByText(/2 × Gaming Laptop – Rp\s37\.000\.000/)).toBeVisible()
    await expect(page.getByText('It would make this order.')).toBeVisible()
    expect(await orders()).toEqual([])
    await judge(page, 'assistant-settings')
  })

  await test.step('what is ambiguous is asked back', async () => {
    await page.goto(new URL('#/inbox', page.url()).href)
    await openChat(page, 'Ibu Ratna')
    await expect(mark(page)).toContainText('Assistant answers here')
    await whatsapp.text(RATNA, 'order laptop:1')
    await answered(RATNA, /Which “laptop” do you mean\?\n1\. /)
    await expect(bubble(page, 'Which “laptop” do you mean?')).toContainText('Assistant')
    expect(await orders()).toEqual([])
  })

  const card = page.getByRole('complementary', { name: 'Customer card' })
  let inCrm = 0
  await test.step('an order, with a kill between it and its reply', async () => {
    inCrm = (await crm.records('order')).length
    await crm.fail({ kind: '503' })
    await whatsapp.text(RATNA, 'ORDER Gaming Laptop:1')
    await until(async () => (await orders()).length === 1, { what: 'the draft' })
    await app.process.kill('SIGKILL')
    app = await launch()
    await connected(app.client)
    await answered(RATNA, /We noted your order:\n1 × Gaming Laptop/)
    expect(await orders()).toMatchObject([{ status: 'draft', total: 18_500_000_00, currency: 'IDR' }])
    await page.goto(app.url)
    await openChat(page, 'Ibu Ratna')
    await expect(card.getByText('Draft', { exact: true })).toBeVisible()
  })

  const id = (await orders())[0]?.id ?? ''
  await test.step('confirmed while the CRM is away, then there once', async () => {
    await card.getByRole('button', { name: /^No number yet/ }).click()
    await card.getByRole('button', { name: 'Place and confirm' }).click()
    await expect(card.getByText('Confirmed', { exact: true })).toBeVisible()
    expect(await crm.records('order')).toHaveLength(inCrm)
    await crm.clear()
    await app.client.crm.syncNow()
    await until(async () => (await orders())[0]?.sync.state === 'synced', {
      what: 'the CRM',
      timeout: 60_000,
    })
    const there = await crm.records('order')
    expect(there).toHaveLength(inCrm + 1)
    expect(there.find((order) => order.id === id)).toMatchObject({
      status: 'confirmed',
      total: 18_500_000_00,
      currency: 'IDR',
    })
    expect(await answers(RATNA, /We noted your order/)).toHaveLength(1)
    await judge(page, 'assistant-chat')
  })

  await test.step('the customer hears that it was shipped, and asks', async () => {
    await crm.edit('order', id, { status: 'shipped' })
    await app.client.crm.syncNow()
    await answered(RATNA, /is on its way to you/)
    await whatsapp.text(RATNA, 'my order')
    await answered(RATNA, /Your orders:\n• .*Gaming Laptop × 1 .* on its way/)
  })

  await test.step('it is silent from the first letter that a person types, and answers again when it is let', async () => {
    await page.getByRole('textbox', { name: /^Message to / }).pressSequentially('S')
    await expect(mark(page)).toContainText('Assistant silent until')
    await whatsapp.text(RATNA, 'catalog')
    // Looked at in their order: what follows in another chat shows that this was.
    await expect(bubble(page, /^.*catalog/).last()).toBeVisible()
    await whatsapp.text(BUDI, 'help')
    await answered(BUDI, /This is what you can write/)
    expect(await answers(RATNA, /Our catalogue/)).toEqual([])
    await mark(page).getByRole('button', { name: 'Let it answer' }).click()
    await expect(mark(page)).toContainText('Assistant answers here')
    await whatsapp.text(RATNA, 'catalog please')
    await answered(RATNA, /Our catalogue/)
    await mark(page).getByRole('button', { name: 'Silence' }).click()
    await expect(mark(page)).toContainText('Assistant silenced')
  })
})
