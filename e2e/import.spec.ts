/** Taking over an old system's dump on the screens: understood, tried, imported, seen in the inbox, and never twice. */
import fs from 'node:fs'
import path from 'node:path'
import type { Page } from '@playwright/test'
import { expect, test, type Running } from './fixtures'
import { judge } from './harness/axe'
import { bubble, openChat } from './steps'

const DUMP = path.join(import.meta.dirname, '../src/main/imports/fixtures/erp.sql')

/** The same dump, whose texts are in a column that nobody could guess. */
const strange = (): Buffer =>
  Buffer.from(fs.readFileSync(DUMP, 'utf8').replace('message_type, content,', 'message_type, isi_pesan,'))

async function begin({ client }: Running): Promise<void> {
  await client.setup.confirmRecoveryCode()
  await client.preferences.set({
    ...{ language: 'en', keep: 'known', crmStepDone: true, hintsSeen: true, defaultCountry: 'ID' },
    riskAcceptedAt: Date.now(),
  })
}

const choose = (page: Page, buffer: Buffer, name = 'shop.sql') =>
  page.getByTestId('import-file').setInputFiles({ name, mimeType: 'application/sql', buffer })

const row = (page: Page, name: string) =>
  page.getByRole('row').filter({ has: page.getByRole('rowheader', { name, exact: true }) })

test('a dump is mapped, tried, imported and there once', async ({ app, page, dataDir }) => {
  test.setTimeout(240_000)
  await begin(app)
  await page.goto(app.url)
  await page.goto(`${new URL(app.url).origin}/#/settings/imports`)
  await expect(page.getByRole('button', { name: 'Choose a file' })).toBeVisible()

  await choose(page, Buffer.from('PK\u0003\u0004 nothing'), 'renamed.sql')
  await expect(page.getByText('It is a compressed file: unpack it first.')).toBeVisible()
  await page.getByRole('button', { name: 'Remove from the list' }).click()
  await expect(page.getByRole('button', { name: 'Choose a file' })).toBeFocused()

  await choose(page, strange())
  await expect(page.getByText('Look whether the tables and columns are understood rightly.')).toBeVisible()
  await expect(page.getByText('From “messages”: a column is missing')).toBeHidden()
  // A message without a text column would still have its kind: nothing is missing, so the person has to look.
  // The person goes on at the head of what was chosen.
  const head = page.getByRole('heading', { name: 'shop.sql' })
  await expect(head).toBeFocused()
  await page.getByText('From “messages”').click()
  const text = page.getByLabel('Text', { exact: true })
  await expect(text).toHaveValue('')
  await text.selectOption('isi_pesan')
  await expect(page.getByText(/For example: Selamat pagi/)).toBeVisible()
  await judge(page, '40-import-mapping')

  await page.getByRole('button', { name: 'Try it without changing anything' }).click()
  await expect(page.getByText('This would be imported.')).toBeVisible()
  await expect(head).toBeFocused()
  await expect(row(page, 'Messages').getByRole('cell')).toHaveText(['8', '0', '2'])
  await expect(row(page, 'Contacts').getByRole('cell')).toHaveText(['3', '0', '1'])
  await expect(page.getByText('Contacts: 1 row left out, not a phone number')).toBeVisible()
  await judge(page, '41-import-report')
  expect(
    (
      await app.client.conversations.list({
        accountId: null,
        filter: 'all',
        query: '',
        cursor: null,
        limit: 10,
      })
    ).items,
  ).toEqual([])

  await page.getByRole('button', { name: 'Import', exact: true }).click()
  await expect(page.getByText('Imported. The same file again makes nothing twice.')).toBeVisible()
  await expect(head).toBeFocused()
  await judge(page, '42-import-done')
  expect(
    fs.readdirSync(path.join(dataDir, 'backups')).some((name) => name.startsWith('before-import-')),
  ).toBe(true)
  expect(fs.readdirSync(path.join(dataDir, 'imports'))).toEqual([])

  await page.goto(`${new URL(app.url).origin}/#/inbox`)
  await openChat(page, 'Ibu Ratna')
  await expect(bubble(page, 'Selamat pagi, laptop gaming masih ada?')).toBeVisible()
  await expect(bubble(page, 'Ini antre dan tidak pernah terkirim')).toHaveCount(0)
  expect(await app.client.conversations.unreadTotal()).toMatchObject({ conversations: 0, messages: 0 })

  await page.goto(`${new URL(app.url).origin}/#/settings/imports`)
  await page.getByRole('button', { name: 'Remove from the list' }).click()
  await choose(page, fs.readFileSync(DUMP))
  await page.getByRole('button', { name: 'Try it without changing anything' }).click()
  await expect(row(page, 'Messages').getByRole('cell')).toHaveText(['0', '8', '2'])
  await page.getByRole('button', { name: 'Import', exact: true }).click()
  await expect(row(page, 'Messages').getByRole('cell')).toHaveText(['0', '8', '2'])
  await expect(page.getByText('Imported. The same file again makes nothing twice.')).toBeVisible()

  // Everybody as a file, and back: nobody twice, and one more from a card.
  await page.getByRole('navigation').getByRole('button', { name: 'People' }).click()
  await page.getByRole('button', { name: 'Take over and save' }).click()
  await page.screenshot({ path: 'test-results/screens/43-people-menu.png' })
  const download = page.waitForEvent('download')
  await page.getByRole('menuitem', { name: 'Save all as CSV' }).click()
  const everybody = fs.readFileSync(await (await download).path(), 'utf8')
  await expect(page.getByText('3 people saved as a file.')).toBeVisible()
  expect(everybody.split('\r\n')[0]).toContain('Name,Phone,Email')
  const card = 'BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Bu Kartu\r\nTEL:0812 4444 5555\r\nEND:VCARD\r\n'
  for (const [name, content, made, matched] of [
    ['people.csv', everybody, '0', '3'],
    ['card.vcf', card, '1', '0'],
  ] as const) {
    await page.goto(`${new URL(app.url).origin}/#/settings/imports`)
    await page.getByRole('button', { name: 'Remove from the list' }).first().click()
    await choose(page, Buffer.from(content), name)
    await page.getByRole('button', { name: 'Try it without changing anything' }).click()
    await expect(row(page, 'Contacts').getByRole('cell')).toHaveText([made, matched, '0'])
    await page.getByRole('button', { name: 'Import', exact: true }).click()
    await expect(page.getByText('Imported. The same file again makes nothing twice.')).toBeVisible()
  }
  await page.getByRole('navigation').getByRole('button', { name: 'People' }).click()
  await expect(page.getByRole('list', { name: 'People', exact: true }).getByRole('listitem')).toHaveCount(4)
})
