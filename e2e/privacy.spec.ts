/**
 * Of a stranger, a status, a switched-off group and a chat marked "not for work", nothing is found on the disk: not in the raw bytes of
 * any file, and not in the database once it is decrypted. WhatsApp's own browser profile is left out: what WhatsApp Web keeps for
 * itself there is the same as in any browser, and not Leadline's.
 */
import fs from 'node:fs'
import path from 'node:path'
import { expect, test } from './fixtures'
import { filesBelow, found, plainData } from './harness/plain'
import { until } from './harness/wait'
import type { World } from './harness/world'
import { bubble, chatOf, firstRun, openChat } from './steps'

const KNOWN = { id: chatOf(1), name: 'Ibu Ratna', word: 'kalimatkenalan' }
const PRIVATE = { id: chatOf(2), name: 'Kakak Perempuan', word: 'rahasiakeluarga' }
const STRANGER = { id: '6287755501234@c.us', name: 'Orangasing', word: 'ucapanorangasing' }
const GROUP = { id: '120363000000000001@g.us', name: 'Grup Arisan', word: 'obrolangrup', author: chatOf(7) }
const STATUS = { author: '6287755509876@c.us', word: 'kabarstatus' }

/** Words, names and numbers that must be nowhere. Whoever is a contact stays one, with name and number, though nothing of the chat stays. */
const FORBIDDEN = [
  PRIVATE.word,
  `${PRIVATE.word}baru`,
  STRANGER.word,
  STRANGER.name,
  STRANGER.id.replace('@c.us', ''),
  '🦜',
  GROUP.word,
  GROUP.author.replace('@c.us', ''),
  STATUS.word,
  STATUS.author.replace('@c.us', ''),
]

/** Whatever else WhatsApp tells of one: answers, edits, reactions, votes, cards, places, calls, typing, deletions, a changed name. */
async function everythingOfAStranger(whatsapp: World['whatsapp']): Promise<void> {
  const { id: chat, word, name } = STRANGER
  const first = await whatsapp.text(chat, `${word} satu`, { pushname: name })
  await whatsapp.incoming({ chat, body: `${word} dua`, quoted: first.id, forwarded: 1 })
  await whatsapp.edit({ id: first.id, body: `${word} ubah` })
  await whatsapp.react({ id: first.id, from: chat, emoji: '🦜' })
  const poll = await whatsapp.incoming({ chat, poll: { name: word, options: [`${word} a`, `${word} b`] } })
  await whatsapp.vote({ id: poll.id, from: chat, options: [`${word} a`] })
  await whatsapp.incoming({ chat, cards: [{ name, phone: `+${chat.replace('@c.us', '')}` }] })
  await whatsapp.incoming({ chat, location: { latitude: -6.2, longitude: 106.8, name: word } })
  await whatsapp.incoming({ chat, media: { sample: 'document', filename: `${word}.pdf` } })
  await whatsapp.call({ from: chat, missed: true })
  await whatsapp.typing({ chat, state: 'composing' })
  const last = await whatsapp.text(chat, `${word} hapus`)
  await whatsapp.revoke({ id: last.id })
  // In a group that is off the stranger takes part, answers and reacts.
  const inGroup = await whatsapp.incoming({
    chat: GROUP.id,
    author: chat,
    body: `${word} di grup`,
    pushname: name,
  })
  await whatsapp.incoming({ chat: GROUP.id, author: GROUP.author, body: GROUP.word, quoted: inGroup.id })
  await whatsapp.react({ id: inGroup.id, from: chat, emoji: '🦜' })
}

test('what is not work is nowhere on the disk', async ({ page, world, launch, dataDir }) => {
  test.setTimeout(240_000)
  const { whatsapp } = world
  const app = await launch()
  await whatsapp.seed({
    contacts: [
      { id: KNOWN.id, name: KNOWN.name, isMyContact: true },
      { id: PRIVATE.id, name: PRIVATE.name, isMyContact: true },
    ],
    chats: [
      { id: GROUP.id, group: { subject: GROUP.name, participants: [GROUP.author, KNOWN.id, STRANGER.id] } },
    ],
    messages: [
      { chat: KNOWN.id, body: KNOWN.word },
      { chat: PRIVATE.id, body: PRIVATE.word },
      { chat: GROUP.id, author: GROUP.author, body: `${GROUP.word} dulu` },
      { chat: STRANGER.id, body: `${STRANGER.word} dulu` },
    ],
  })
  await firstRun(app, world)
  await page.goto(app.url)

  await test.step('a chat is marked as not for work', async () => {
    await openChat(page, PRIVATE.name)
    await expect(bubble(page, PRIVATE.word)).toBeVisible()
    await page.getByRole('button', { name: 'More about this chat' }).click()
    await page.getByRole('menuitem', { name: 'Not for work' }).click()
    await page.getByRole('button', { name: 'Not for work', exact: true }).click()
    await expect(page.getByRole('button', { name: PRIVATE.name })).toHaveCount(0)
  })

  await test.step('a stranger shows, live', async () => {
    await whatsapp.text(STRANGER.id, STRANGER.word, { pushname: STRANGER.name })
    const row = page.getByRole('listitem').filter({ hasText: STRANGER.name })
    await expect(row).toContainText('Not kept')
    await row.getByRole('button').click()
    await expect(bubble(page, STRANGER.word).last()).toBeVisible()
    await expect(page.getByRole('button', { name: 'Add contact' }).first()).toBeVisible()
  })

  await test.step('and all the rest is written', async () => {
    await whatsapp.incoming({ chat: STRANGER.id, media: { sample: 'image' }, caption: STRANGER.word })
    await everythingOfAStranger(whatsapp)
    await whatsapp.status({ author: STATUS.author, body: STATUS.word })
    await whatsapp.incoming({ chat: GROUP.id, author: GROUP.author, body: GROUP.word })
    await whatsapp.text(PRIVATE.id, `${PRIVATE.word}baru`)
    // What comes after all that is taken in after it.
    await whatsapp.text(KNOWN.id, `${KNOWN.word} lagi`)
    const row = page.getByRole('listitem').filter({ hasText: `${KNOWN.word} lagi` })
    await expect(row).toBeVisible()
    await expect(page.getByText(STATUS.word)).toHaveCount(0)
    await expect(page.getByText(GROUP.word)).toHaveCount(0)
    await expect(page.getByText(`${PRIVATE.word}baru`)).toHaveCount(0)
  })

  await test.step('one of them is blocked and unblocked, and the address book is taken over', async () => {
    const all = { accountId: null, filter: 'all', query: '', cursor: null, limit: 50 } as const
    const { items } = await app.client.conversations.list(all)
    const conversationId = items.find(({ keeping }) => keeping === 'live')!.id
    for (const blocked of [true, false])
      expect(await app.client.conversations.setBlocked({ conversationId, blocked })).toMatchObject({
        ...{ isBlocked: blocked, keeping: 'live' },
      })
    const report = await app.client.contacts.takeAddressBook({ accountId: 'main' })
    expect(report).toMatchObject({ found: 2, added: 0 })
  })
  // In the midst of it: the database's own log lies there as it is.
  await app.process.kill('SIGKILL')

  await test.step('nothing of it is on the disk', async () => {
    expect(fs.statSync(path.join(dataDir, 'leadline.db-wal')).size).toBeGreaterThan(0)
    const profiles = path.join(dataDir, 'profiles')
    const files = filesBelow(dataDir, profiles)
    expect(files.some((file) => file.endsWith('leadline.db'))).toBe(true)
    expect(files.some((file) => file.includes(`${path.sep}logs${path.sep}`))).toBe(true)
    for (const file of files)
      expect(found(fs.readFileSync(file), [...FORBIDDEN, KNOWN.word]), file).toEqual([])
    const content = await plainData(dataDir)
    expect(found(content, FORBIDDEN)).toEqual([])
    // The look itself works: what is kept is found.
    expect(found(content, [KNOWN.word, KNOWN.name])).toEqual([KNOWN.word, KNOWN.name])
  })

  await test.step('a stranger who is added is kept', async () => {
    const again = await launch()
    await until(async () => (await again.client.accounts.list())[0]?.state === 'connected', {
      timeout: 60_000,
    })
    await page.goto(again.url)
    await whatsapp.text(STRANGER.id, `${STRANGER.word} kembali`, { pushname: STRANGER.name })
    const row = page.getByRole('listitem').filter({ hasText: `${STRANGER.word} kembali` })
    await row.getByRole('button').click()
    const chat = page.getByRole('region', { name: 'Chat', exact: true })
    // The card has the form while it is shown, the chat's foot while it is not.
    const card = page.getByRole('complementary', { name: 'Customer card' })
    await expect(card.getByRole('button', { name: 'Add contact' })).toBeVisible()
    await expect(chat.getByRole('button', { name: 'Add contact' })).toHaveCount(0)
    await card.getByRole('button', { name: 'Hide customer' }).click()
    await chat.getByRole('textbox', { name: "Contact's name" }).fill('Pak Baru')
    await chat.getByRole('button', { name: 'Add contact' }).click()
    await expect(chat.getByRole('textbox', { name: 'Message to Pak Baru' })).toBeVisible()
    await whatsapp.text(STRANGER.id, `${STRANGER.word} resmi`)
    await expect(bubble(page, `${STRANGER.word} resmi`)).toBeVisible()
    await again.process.kill('SIGTERM')
    const content = await plainData(dataDir)
    expect(found(content, [`${STRANGER.word} kembali`, `${STRANGER.word} resmi`, 'Pak Baru'])).toHaveLength(3)
    expect(found(content, [PRIVATE.word, GROUP.word, STATUS.word])).toEqual([])
  })
})
