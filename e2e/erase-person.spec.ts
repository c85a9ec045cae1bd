/**
 * A person with everything is erased from the screens: asked twice, certified, and then nowhere on the disk, in no form. WhatsApp's own
 * browser profile is left out: what its page keeps there is not Leadline's.
 */
import { randomUUID } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import type { Page } from '@playwright/test'
import { SEED_PASSWORD } from './central-crm/seed/shop'
import { expect, test } from './fixtures'
import { pdfText } from './files/pdf-text'
import { judge } from './harness/axe'
import { filesBelow, found, plainData } from './harness/plain'
import { until } from './harness/wait'
import { allConversations, bubble, chatOf, firstRun, phoneOf } from './steps'

const HER = { id: chatOf(1), name: 'Marlina Sutejo', word: 'kalimatrahasia' }
const OTHER = { id: chatOf(2), name: 'Pak Tetangga', word: 'kalimattetangga' }
const GROUP = { id: '120363000000000001@g.us', name: 'Grup Arisan' }
const HERS = [
  ...[HER.word, `${HER.word}baru`, HER.name, phoneOf(1), 'fotorahasia', 'judulrahasia', 'rahasiakelompok'],
  ...['pelangganemas', 'catatanrahasia'],
]

const openHer = async (page: Page): Promise<void> => {
  await page.getByRole('navigation').getByRole('button', { name: 'People' }).click()
  await page
    .getByRole('list', { name: 'People', exact: true })
    .getByRole('button', { name: new RegExp(HER.name) })
    .click()
}

test('a person is erased, everywhere', async ({ page, world, launch, dataDir }) => {
  test.setTimeout(240_000)
  const { whatsapp } = world
  const app = await launch()
  const { client } = app
  await whatsapp.seed({
    contacts: [
      { id: HER.id, name: HER.name, isMyContact: true },
      { id: OTHER.id, name: OTHER.name, isMyContact: true },
    ],
    chats: [{ id: GROUP.id, group: { subject: GROUP.name, participants: [HER.id, OTHER.id] } }],
    messages: [
      { chat: HER.id, body: HER.word },
      { chat: OTHER.id, body: OTHER.word },
      { chat: GROUP.id, author: OTHER.id, body: 'salam' },
    ],
  })
  await firstRun(app, world)
  // An employee may not erase anybody.
  await client.crm.signIn({ url: world.crmUrl, email: 'manager@example.test', password: SEED_PASSWORD })
  const named = async (name: string) => (await allConversations(client)).find((one) => one.name === name)
  await until(async () => (await named(HER.name)) !== undefined, { what: 'her chat' })

  await test.step('there is everything of her', async () => {
    const off = (await client.conversations.notKept()).find(({ name }) => name === GROUP.name)
    await client.conversations.setGroupKept({ conversationId: off!.id, kept: true })
    await whatsapp.incoming({ chat: HER.id, media: { sample: 'image' }, caption: 'fotorahasia' })
    const hers = await whatsapp.incoming({ chat: GROUP.id, author: HER.id, body: 'rahasiakelompok' })
    await whatsapp.incoming({ chat: GROUP.id, author: OTHER.id, body: 'setuju', quoted: hers.id })
    const cards = [{ name: HER.name, phone: `+${phoneOf(1)}` }]
    await whatsapp.incoming({ chat: OTHER.id, cards })
    const { contactId, id: conversationId } = (await named(HER.name))!
    const change = { tags: ['pelangganemas'], note: 'catatanrahasia' }
    await client.contacts.update({ contactId: contactId!, change })
    const { stages } = { stages: await client.leads.stages() }
    const lead = { title: 'judulrahasia', stageId: stages[0]!.id, value: null, currency: null }
    await client.leads.create({ id: randomUUID(), contactId: contactId!, conversationId, ...lead })
    await until(async () => (await client.crm.status()).waiting === 0, { what: 'the CRM has it' })
    await until(
      async () => {
        const at = { edge: 'newest' as const }
        const { items } = await client.messages.list({ conversationId, at, limit: 10 })
        return items.some(({ media }) => media?.state === 'ready')
      },
      { what: 'her picture' },
    )
    await until(async () => (await named(GROUP.name))?.last?.preview === 'setuju', { what: 'the group' })
  })

  await test.step('Leadline asks twice and says what goes', async () => {
    await page.goto(app.url)
    await openHer(page)
    await page.getByRole('button', { name: 'Erase this person…' }).click()
    const first = page.getByRole('dialog', { name: `Erase ${HER.name}?` })
    await expect(first.getByText('The CRM holds records of them: 2.', { exact: false })).toBeVisible()
    await first.getByRole('textbox', { name: 'Reference' }).fill('T-77')
    await judge(page, 'erase-person')
    await first.getByRole('button', { name: 'Continue' }).click()
    const last = page.getByRole('dialog', { name: `Erase ${HER.name} for good?` })
    await expect(last.getByRole('button', { name: 'Erase for good' })).toBeDisabled()
    await last.getByRole('checkbox', { name: 'I want everything of this person erased.' }).check()
    await judge(page, 'erase-person-last')
    await last.getByRole('button', { name: 'Erase for good' }).click()
  })

  await test.step('and certifies it, without naming her', async () => {
    const dialog = page.getByRole('dialog', { name: 'Certificate of erasure' })
    await expect(dialog.getByText('Reference: T-77')).toBeVisible()
    await judge(page, 'erase-certificate')
    const saving = page.waitForEvent('download')
    await dialog.getByRole('button', { name: 'Save as PDF' }).click()
    const file = await saving
    expect(file.suggestedFilename()).toMatch(/^leadline-erasure-[0-9a-f]{8}\.pdf$/)
    const pieces = pdfText(fs.readFileSync(await file.path()))
    const said = pieces.join('\n')
    expect(said).toContain('T-77')
    for (const kind of ['Chats', 'Leads', 'Their messages in groups', 'Contact cards of them'])
      expect(said).toContain(`${kind}\n1`)
    expect(said).toMatch(/Lead\n[0-9a-f-]{36}/)
    expect(found(Buffer.from(pieces.join('')), HERS)).toEqual([])
    await expect(dialog).toBeHidden()
    await expect(page.getByText(HER.name)).toHaveCount(0)
    expect(await client.erasing.certificates()).toEqual([])
  })

  await test.step('when she writes again she is a stranger', async () => {
    await page
      .getByRole('navigation')
      .getByRole('button', { name: /^Inbox/ })
      .click()
    await whatsapp.text(HER.id, `${HER.word}baru`)
    const row = page.getByRole('listitem').filter({ hasText: `${HER.word}baru` })
    await expect(row).toContainText('Not kept')
    await whatsapp.text(OTHER.id, `${OTHER.word} lagi`)
    await expect(page.getByRole('listitem').filter({ hasText: `${OTHER.word} lagi` })).toBeVisible()
  })

  await test.step('nothing of her is on the disk, also after the next start', async () => {
    await app.process.kill('SIGTERM')
    const again = await launch()
    await until(async () => (await again.client.accounts.list())[0]?.state === 'connected', {
      timeout: 60_000,
    })
    await whatsapp.text(OTHER.id, `${OTHER.word} malam`)
    await page.goto(again.url)
    // Of her there is what she wrote since, from a number.
    const hers = page.getByRole('listitem').filter({ hasText: `${HER.word}baru` })
    await hers.getByRole('button').click()
    await expect(bubble(page, `${HER.word}baru`)).toBeVisible()
    await expect(page.getByText(HER.word, { exact: true })).toHaveCount(0)
    await expect(page.getByText(HER.name)).toHaveCount(0)
    await page
      .getByRole('listitem')
      .filter({ hasText: `${OTHER.word} malam` })
      .getByRole('button')
      .click()
    await expect(bubble(page, `${OTHER.word} malam`)).toBeVisible()
    await again.process.kill('SIGTERM')
    for (const file of filesBelow(dataDir, path.join(dataDir, 'profiles')))
      expect(found(fs.readFileSync(file), HERS), file).toEqual([])
    const media = path.join(dataDir, 'media')
    expect(fs.existsSync(media) ? fs.readdirSync(media) : []).toEqual([])
    const content = await plainData(dataDir)
    expect(found(content, HERS)).toEqual([])
    expect(found(content, [OTHER.word, OTHER.name])).toEqual([OTHER.word, OTHER.name])
  })
})
