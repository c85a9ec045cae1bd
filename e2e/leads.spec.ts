/** The board of leads on the real screens: moved with the mouse, the keyboard and the menu, opened beside their chat; next steps ring. */
import { randomUUID } from 'node:crypto'
import type { Page } from '@playwright/test'
import { expect, test } from './fixtures'
import { judge } from './harness/axe'
import { until } from './harness/wait'
import { allConversations, firstRun, openChat, ratnaAsks } from './steps'

const column = (page: Page, name: string) => page.getByRole('region', { name, exact: true })
const cardIn = (page: Page, stage: string, title: string) =>
  column(page, stage).getByRole('listitem').filter({ hasText: title })
const opener = (page: Page, title: string) => page.locator('[data-lead]').filter({ hasText: title })

/** Takes a card up and puts it down on what is given, as a hand does. */
async function drag(page: Page, title: string, onto: ReturnType<typeof column>): Promise<void> {
  const from = await opener(page, title).boundingBox()
  const to = await onto.boundingBox()
  if (!from || !to) throw new Error('Nothing to drag, or nowhere to.')
  await page.mouse.move(from.x + 20, from.y + 20)
  await page.mouse.down()
  await page.mouse.move(from.x + 40, from.y + 30, { steps: 3 })
  await page.mouse.move(to.x + to.width / 2, to.y + to.height / 2, { steps: 5 })
  await page.mouse.up()
}

test('leads move through their stages by mouse, keyboard and menu, and open their chat', async ({
  page,
  world,
  app,
}) => {
  test.setTimeout(300_000)
  const { client } = app
  await ratnaAsks(world)
  await firstRun(app, world)
  const stageIds = new Map<string, string>()
  await until(
    async () => {
      for (const { id, name } of await client.leads.stages()) stageIds.set(name, id)
      return stageIds.has('Contacted')
    },
    { what: 'the CRM’s stages' },
  )
  const [chat] = await allConversations(client)
  if (!chat?.contactId) throw new Error('Nobody to sell to.')
  const about = { contactId: chat.contactId, conversationId: chat.id }
  const newStage = stageIds.get('New') ?? ''
  const make = (title: string, value: number | null, currency: string | null) =>
    client.leads.create({ id: randomUUID(), ...about, title, stageId: newStage, value, currency })
  await make('Sofa untuk ruang tamu', 750_000_000, 'IDR')
  await make('Kulkas dua pintu', 1_250_000_000, 'IDR')
  await make('गेमिंग लैपटॉप', 8_500_000, 'INR')
  await page.goto(app.url)

  await test.step('the board says what each stage holds and is worth', async () => {
    await page.getByRole('navigation').getByRole('button', { name: 'Leads' }).click()
    await expect(column(page, 'New').getByRole('listitem')).toHaveCount(3)
    await expect(column(page, 'New')).toContainText('20,000,000')
    await expect(column(page, 'New')).toContainText('85,000')
    await expect(column(page, 'Won')).toContainText('Nothing here')
  })

  await test.step('a card is dragged, and let go with Esc it stays', async () => {
    await drag(page, 'Kulkas dua pintu', column(page, 'Contacted'))
    await expect(cardIn(page, 'Contacted', 'Kulkas dua pintu')).toBeVisible()
    await expect(column(page, 'Contacted')).toContainText('12,500,000')
    const sofa = await opener(page, 'Sofa').boundingBox()
    const won = await column(page, 'Won').boundingBox()
    await page.mouse.move(sofa!.x + 20, sofa!.y + 20)
    await page.mouse.down()
    await page.mouse.move(won!.x + 20, won!.y + 200, { steps: 5 })
    await page.keyboard.press('Escape')
    await page.mouse.up()
    await expect(cardIn(page, 'New', 'Sofa')).toBeVisible()
    await expect(page).toHaveURL(/#\/leads$/)
  })

  await test.step('the keyboard walks the cards, and takes one along with Shift', async () => {
    await opener(page, 'गेमिंग').focus()
    await page.keyboard.press('ArrowDown')
    await expect(opener(page, 'Sofa')).toBeFocused()
    await page.keyboard.press('ArrowRight')
    await expect(opener(page, 'Kulkas')).toBeFocused()
    await page.keyboard.press('Shift+ArrowRight')
    await expect(cardIn(page, 'Quoted', 'Kulkas')).toBeVisible()
    await expect(opener(page, 'Kulkas')).toBeFocused()
    await expect(page.getByRole('status').filter({ hasText: 'is now in Quoted' })).toBeVisible()
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect(cardIn(page, 'Contacted', 'Kulkas')).toBeVisible()
  })

  await test.step('what is lost is asked why, and the CRM is told', async () => {
    await page.getByRole('button', { name: 'More about Sofa' }).click()
    await page.getByRole('menuitem', { name: 'Move to Lost' }).click()
    const dialog = page.getByRole('dialog', { name: 'Why was “Sofa untuk ruang tamu” lost?' })
    await dialog.getByRole('button', { name: 'Cancel' }).click()
    await expect(cardIn(page, 'New', 'Sofa')).toBeVisible()
    await drag(page, 'Sofa', column(page, 'Lost'))
    await dialog.getByRole('textbox', { name: 'Reason' }).fill('Terlalu mahal')
    await dialog.getByRole('button', { name: 'Move to Lost' }).click()
    await expect(cardIn(page, 'Lost', 'Sofa')).toContainText('Terlalu mahal')
    await until(
      async () =>
        (await world.crm.records('lead')).some(
          ({ stageId, lostReason }) => stageId === stageIds.get('Lost') && lostReason === 'Terlalu mahal',
        ),
      { what: 'the lost lead in the CRM' },
    )
  })

  await test.step('a lead is made on the board', async () => {
    await page.getByRole('button', { name: 'New lead' }).click()
    const dialog = page.getByRole('dialog', { name: 'New lead' })
    await dialog.getByRole('textbox', { name: 'Who is it about?' }).fill('ratna')
    await dialog.getByRole('button', { name: /Ibu Ratna/ }).click()
    await dialog.getByRole('textbox', { name: 'Title' }).fill('Mesin cuci')
    await dialog.getByRole('button', { name: 'Create lead' }).click()
    await expect(cardIn(page, 'New', 'Mesin cuci')).toBeVisible()
    await judge(page, 'leads')
  })

  await test.step('a next step is written on its card, and stands among what is due', async () => {
    await page.getByRole('button', { name: 'More about Mesin cuci' }).click()
    await page.getByRole('menuitem', { name: 'Add a next step' }).click()
    const dialog = page.getByRole('dialog', { name: 'Next step' })
    await dialog.getByLabel('Time').fill('10:00')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await expect(dialog.getByText('Write what is to be done.')).toBeVisible()
    await expect(dialog.getByText('Choose a day.')).toBeVisible()
    await dialog.getByLabel('What is to be done').fill('Kirim brosur')
    await dialog.getByLabel('Day').fill('2020-01-02')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await expect(cardIn(page, 'New', 'Mesin cuci')).toContainText('Kirim brosur · overdue · January 2, 2020')
    // So long ago it is no news, and stands only where it is looked for.
    await page.getByRole('button', { name: 'Due · 1' }).click()
    const due = page.getByRole('dialog', { name: 'What is due' })
    await expect(due.getByRole('region', { name: 'Overdue' })).toContainText('Kirim brosur')
    await judge(page, 'leads-due')
    await due.getByRole('button', { name: 'Mark “Kirim brosur” as done' }).click()
    await expect(due).toContainText('Nothing is due today')
    await page.keyboard.press('Escape')
    await expect(cardIn(page, 'New', 'Mesin cuci')).not.toContainText('Kirim brosur')
  })

  await test.step('what is due now is said on every screen, once, until it is put away', async () => {
    const { items } = await client.leads.ofStage({ stageId: newStage, cursor: null, limit: 10 })
    const lead = items.find((card) => card.lead.title === 'Mesin cuci')?.lead
    if (!lead) throw new Error('No lead to remind of.')
    const make = (title: string) =>
      client.tasks.create({
        ...{ id: randomUUID(), subject: { kind: 'lead', id: lead.id }, title, body: null },
        ...{ dueAt: Date.now(), priority: 'normal' },
      })
    await make('Telepon soal garansi')
    const banner = page.getByRole('status').filter({ hasText: 'Telepon soal garansi' })
    await expect(banner).toContainText('Ibu Ratna')
    await judge(page, 'leads-reminder')
    await page.getByRole('navigation').getByRole('button', { name: 'People' }).click()
    await page.reload()
    await expect(banner).toBeVisible()
    await banner.getByRole('button', { name: 'Open chat' }).click()
    await expect(page).toHaveURL(new RegExp(`#/leads/${lead.id}/`))
    await banner.getByRole('button', { name: 'Put the reminder away' }).click()
    await expect(banner).toBeHidden()
    await make('Kirim faktur')
    await page
      .getByRole('status')
      .filter({ hasText: 'Kirim faktur' })
      .getByRole('button', { name: 'Done', exact: true })
      .click()
    await expect(page.getByRole('status').filter({ hasText: '“Kirim faktur” is done.' })).toBeVisible()
    expect((await client.tasks.reminders()).count).toBe(0)
    await page.getByRole('button', { name: 'Back to the board' }).click()
  })

  await test.step('beside the chat, a lost lead is asked why and notes are written', async () => {
    await page.getByRole('navigation').getByRole('button', { name: 'Inbox' }).click()
    await openChat(page, 'Ibu Ratna')
    const card = page.getByRole('complementary', { name: 'Customer card' })
    await card.getByRole('combobox', { name: 'Stage of गेमिंग लैपटॉप' }).selectOption('Lost')
    const dialog = page.getByRole('dialog', { name: 'Why was “गेमिंग लैपटॉप” lost?' })
    await dialog.getByRole('textbox', { name: 'Reason' }).fill('Beli di tempat lain')
    await dialog.getByRole('button', { name: 'Move to Lost' }).click()
    await expect(card.getByText('Lost: Beli di tempat lain')).toBeVisible()
    await card.getByRole('button', { name: 'New note' }).click()
    const text = card.getByRole('textbox', { name: 'Note' })
    await text.press('Control+Enter')
    await expect(card.getByText('Write something.')).toBeVisible()
    await text.fill('Suaminya yang memutuskan')
    // On a narrow window the card is away: what is being written stays.
    await judge(page, 'customer-notes')
    await text.press('Control+Enter')
    const notes = card.getByRole('list', { name: 'Notes' })
    await expect(notes.getByRole('listitem')).toHaveText(/^Suaminya yang memutuskan/)
    await expect(card.getByRole('button', { name: 'New note' })).toBeFocused()
    await notes.getByRole('button', { name: /^Change the note/ }).click()
    await text.fill('Suaminya yang memutuskan, telepon malam')
    await card.getByRole('button', { name: 'Save' }).click()
    await expect(notes.getByRole('button', { name: /^Change the note/ })).toBeFocused()
    await until(
      async () => (await world.crm.records('note')).some(({ body }) => body.endsWith('telepon malam')),
      { what: 'the note in the CRM' },
    )
    await page.getByRole('navigation').getByRole('button', { name: 'Leads' }).click()
  })

  await test.step('a card opens its chat beside the board, and the way back leads to the board', async () => {
    await opener(page, 'Mesin cuci').click()
    await expect(page.getByText('Apakah masih buka?')).toBeVisible()
    await expect(column(page, 'New')).toBeVisible()
    await judge(page, 'leads-chat')
    await page.getByRole('button', { name: 'Back to the board' }).click()
    await expect(page).toHaveURL(/#\/leads$/)
    await expect(page.getByRole('textbox', { name: /^Message to / })).toBeHidden()
  })
})
