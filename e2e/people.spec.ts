/** People on the real screens: found by anything known of them, edited, asked before they are written to against their wish. */
import { randomUUID } from 'node:crypto'
import type { Page } from '@playwright/test'
import { expect, test } from './fixtures'
import { judge } from './harness/axe'
import { bubble, chatOf, firstRun, openChat, ratnaAsks } from './steps'

const rail = (page: Page) => page.getByRole('navigation')
const list = (page: Page) => page.getByRole('list', { name: 'People', exact: true })
const profile = (page: Page) => page.getByRole('region', { name: 'Person', exact: true })
const search = (page: Page) => page.getByRole('searchbox', { name: 'Search people' })

test('people are found, edited, merged and parted', async ({ page, world, app }) => {
  test.setTimeout(420_000)
  const { whatsapp } = world
  const { client } = app
  await ratnaAsks(world)
  await firstRun(app, world)
  const people = [
    { name: 'Pak Budi Santoso', phones: ['0812-7777-1234'], company: 'CV Maju Jaya', tags: ['Grosir'] },
    { name: 'अंजलि मेहता', phones: ['+91 98765 43210'], tags: ['VIP', 'Grosir'] },
    { name: 'Zoë Müller', email: 'zoe@kantor.example', note: 'Wants the blue one' },
  ]
  for (const change of people) await client.contacts.create({ id: randomUUID(), change })
  await page.goto(app.url)
  await expect(page.getByRole('button', { name: 'Connected' })).toBeVisible()

  await test.step('somebody without a chat is found from the inbox, by a national form of their number', async () => {
    await page.getByRole('searchbox', { name: 'Search' }).fill('0812 7777')
    const without = page.getByRole('region', { name: 'People without a chat' })
    await expect(without.getByRole('button', { name: /Pak Budi Santoso/ })).toBeVisible()
    await page.getByRole('searchbox', { name: 'Search' }).fill('')
    await page.keyboard.press('Control+K')
    await page.getByRole('combobox', { name: 'Search and commands' }).fill('maju jaya')
    await page.getByRole('option', { name: /Pak Budi Santoso/ }).click()
    await expect(profile(page).getByRole('heading', { name: 'Pak Budi Santoso' })).toBeVisible()
    await expect(profile(page)).toContainText('+62 812 7777 1234')
  })

  await test.step('and starting a chat offers who is meant', async () => {
    await rail(page)
      .getByRole('button', { name: /^Inbox/ })
      .click()
    await page.getByRole('button', { name: 'Start a chat' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox', { name: 'Name' }).fill('मेहता')
    await dialog.getByRole('button', { name: /अंजलि मेहता/ }).click()
    await expect(dialog.getByRole('textbox', { name: 'Phone number' })).toHaveValue('+919876543210')
    await page.keyboard.press('Escape')
  })

  await test.step('the list is searched, filtered by tag and walked with the keyboard', async () => {
    await rail(page).getByRole('button', { name: 'People' }).click()
    await expect(list(page).getByRole('listitem')).toHaveCount(4)
    await search(page).fill('zoe mu')
    await expect(list(page).getByRole('listitem')).toHaveText([/Zoë Müller/])
    await search(page).fill('')
    await page.getByRole('combobox', { name: 'Only with this tag' }).selectOption('Grosir')
    await expect(list(page).getByRole('listitem')).toHaveCount(2)
    await list(page).getByRole('button').first().focus()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await expect(profile(page).getByRole('heading', { name: 'अंजलि मेहता' })).toBeVisible()
    await page.getByRole('combobox', { name: 'Only with this tag' }).selectOption('')
  })

  await test.step('everything of a person is edited, and a tag is offered', async () => {
    await list(page)
      .getByRole('button', { name: /Ibu Ratna/ })
      .click()
    await profile(page).getByRole('button', { name: 'Edit' }).click()
    const form = page.getByRole('dialog')
    await form.getByRole('textbox', { name: 'Company' }).fill('Toko Ratna')
    await form.getByRole('textbox', { name: 'Also known as' }).fill('Bu Rat\nRatna Dewi')
    await form.getByRole('textbox', { name: 'Address', exact: true }).fill('Jl. Melati 1\nBandung')
    await form.getByRole('textbox', { name: 'E-mail addresses' }).fill('ratna')
    await form.getByRole('button', { name: 'Add field' }).click()
    await form.getByRole('textbox', { name: 'Name of field 1' }).fill('Ukuran')
    await form.getByRole('textbox', { name: 'Value of field 1' }).fill('XL')
    await form.getByRole('button', { name: 'Save' }).click()
    await expect(form.getByText('Write e-mail addresses, one a line.')).toBeVisible()
    await judge(page, 'people-form')
    await form.getByRole('textbox', { name: 'E-mail addresses' }).fill('ratna@toko.example')
    await form.getByRole('button', { name: 'Save' }).click()
    await expect(form).toBeHidden()
    for (const text of ['Toko Ratna', 'Bu Rat, Ratna Dewi', 'XL', 'ratna@toko.example'])
      await expect(profile(page).getByText(text)).toBeVisible()
    await profile(page).getByRole('button', { name: 'Add tag' }).click()
    await profile(page).getByRole('combobox', { name: 'New tag' }).fill('gro')
    await profile(page).getByRole('option', { name: 'Grosir' }).click()
    await expect(profile(page).getByRole('button', { name: 'Remove tag Grosir' })).toBeVisible()
    await page.keyboard.press('Escape')
  })

  await test.step('whoever wants no messages gets none by accident', async () => {
    await profile(page).getByRole('button', { name: 'Change', exact: true }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('radio', { name: 'Wants no messages' }).check()
    await dialog.getByRole('textbox', { name: 'How you know' }).fill('Wrote STOP')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await expect(profile(page).getByText('Wants no messages', { exact: true })).toBeVisible()
    await judge(page, 'people')
    await profile(page).getByRole('button', { name: 'Open chat' }).click()
    await openChat(page, 'Ibu Ratna')
    await expect(page.getByText('Ibu Ratna asked not to be messaged.')).toBeVisible()
    const field = page.getByRole('textbox', { name: /^Message to / })
    await field.fill('Ada promo!')
    await field.press('Enter')
    const question = page.getByRole('dialog', { name: 'Send to Ibu Ratna all the same?' })
    await question.getByRole('button', { name: 'Cancel' }).click()
    await expect(field).toHaveValue('Ada promo!')
    await judge(page, 'people-opted-out')
    await field.fill('Pesanannya sudah siap, Bu.')
    await field.press('Enter')
    await question.getByRole('button', { name: 'Send anyway' }).click()
    await expect(bubble(page, 'Pesanannya sudah siap, Bu.')).toBeVisible()
    await whatsapp.waitForLog((entry) => entry.kind === 'send' && entry.chat === chatOf(1))
    const log = await whatsapp.log()
    expect(log.filter(({ kind }) => kind === 'send').map(({ body }) => body)).toEqual([
      'Pesanannya sudah siap, Bu.',
    ])
  })

  await test.step('who is blocked at WhatsApp can not be written to until unblocked, wherever it was done', async () => {
    await page.getByRole('button', { name: 'More about this chat' }).click()
    await page.getByRole('menuitem', { name: 'Block on WhatsApp…' }).click()
    const question = page.getByRole('dialog', { name: 'Block Ibu Ratna on WhatsApp?' })
    await judge(page, 'people-block')
    await question.getByRole('button', { name: 'Block', exact: true }).click()
    const notice = page.getByText('You have blocked Ibu Ratna on WhatsApp.')
    await expect(notice).toBeVisible()
    await whatsapp.waitForLog((entry) => entry.kind === 'block' && entry.chat === chatOf(1))
    await expect(page.getByRole('textbox', { name: /^Message to / })).toHaveCount(0)
    const card = page.getByRole('complementary', { name: 'Customer card' })
    await expect(card.getByText('Blocked', { exact: true })).toBeVisible()
    await judge(page, 'people-blocked')
    await page
      .getByRole('region', { name: 'Chat', exact: true })
      .getByRole('button', { name: 'Unblock' })
      .click()
    await expect(page.getByRole('textbox', { name: /^Message to / })).toBeFocused()
    await whatsapp.setContact({ id: chatOf(1), isBlocked: true })
    await expect(notice).toBeVisible()
    await card.getByRole('button', { name: 'Unblock' }).click()
    await expect(notice).toHaveCount(0)
    await expect(card.getByText('Blocked', { exact: true })).toHaveCount(0)
  })

  await test.step('who is here twice is suggested, compared, made one, and parted again', async () => {
    const ratna = (
      await client.contacts.list({ query: 'ratna', tag: null, chat: 'any', cursor: null, limit: 5 })
    ).items[0]!
    const twice = { name: 'Ratna Dewi', email: 'ratna@toko.example', company: 'PT Ratna', note: 'Suka teh' }
    await client.contacts.create({ id: randomUUID(), change: { ...twice, phones: ['0811 2222 3333'] } })
    await rail(page).getByRole('button', { name: 'People' }).click()
    await page.getByRole('button', { name: '1 possible duplicate' }).click()
    const all = page.getByRole('dialog', { name: 'Possible duplicates' })
    await expect(all).toContainText('the same e-mail address')
    await judge(page, 'people-duplicates')
    await all.getByRole('button', { name: 'Compare' }).click()
    const compare = page.getByRole('dialog', { name: 'Make these two one person?' })
    // Somebody typed it; the other name is WhatsApp's.
    await expect(compare.getByRole('radio', { name: 'Ratna Dewi' })).toBeChecked()
    await compare.getByRole('radio', { name: 'Ibu Ratna' }).check()
    await compare.getByRole('radio', { name: 'PT Ratna' }).check()
    await judge(page, 'people-merge')
    await compare.getByRole('button', { name: 'Merge' }).click()
    await expect(profile(page).getByRole('heading', { name: 'Ibu Ratna' })).toBeVisible()
    for (const text of ['PT Ratna', '+62 811 2222 3333', 'Merged with Ratna Dewi'])
      await expect(profile(page).getByText(text)).toBeVisible()
    await expect(list(page).getByRole('listitem')).toHaveCount(4)
    await expect(profile(page).getByRole('region', { name: 'Figures' })).toContainText('Messages sent')
    const timeline = profile(page).getByRole('region', { name: 'Timeline' })
    await expect(timeline.getByRole('button', { name: '1 message received and 1 sent' })).toBeVisible()
    await judge(page, 'people-timeline')
    await timeline.getByRole('button', { name: 'Undo merge' }).click()
    await expect(timeline.getByText('Parted from Ratna Dewi again')).toBeVisible()
    await expect(list(page).getByRole('listitem')).toHaveCount(5)
    const after = await client.contacts.get({ contactId: ratna.id })
    expect(after).toMatchObject({ company: 'Toko Ratna', phones: [ratna.phone] })
  })

  await test.step("the phone's address book is taken over when asked for, and no name is changed by it", async () => {
    await whatsapp.seed({
      contacts: [
        { id: chatOf(31), name: 'Bu Buku Telepon', isMyContact: true },
        { id: chatOf(32), pushname: 'Only met', isMyContact: false },
        { id: '6281277771234@c.us', name: 'Budi on the phone', isMyContact: true },
      ],
    })
    await page.getByRole('button', { name: 'Take over and save' }).click()
    await page.getByRole('menuitem', { name: "Take over WhatsApp's contacts" }).click()
    const report = page.getByRole('dialog', { name: "The phone's contacts" })
    await expect(report.getByText('New here')).toBeVisible()
    await expect(report.getByRole('definition')).toHaveText(['1', '0', '2'])
    // It belongs to the list, which makes way for the person where the window is narrow.
    await judge(page, 'people-address-book')
    await expect(list(page).getByRole('listitem')).toHaveCount(6)
    await expect(list(page).getByRole('button', { name: /Pak Budi Santoso/ })).toBeVisible()
  })
})
