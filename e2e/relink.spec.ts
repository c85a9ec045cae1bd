/**
 * Linked, disconnected in Leadline, linked again: the phone knows no device of ours in between, nothing is left of the session, and
 * what was written meanwhile is there afterwards. `RELINK_ROUNDS` makes it longer (npm run soak).
 */
import fs from 'node:fs'
import path from 'node:path'
import { expect, test } from './fixtures'
import { leftovers } from './harness/leftovers'
import { until } from './harness/wait'
import { allConversations, allMessages, chatOf, connected, firstRun } from './steps'

const ROUNDS = Number(process.env['RELINK_ROUNDS'] ?? 3)

test(`links, disconnects and links again, ${ROUNDS} times`, async ({ world, app, host, dataDir }) => {
  test.setTimeout(90_000 + ROUNDS * 30_000)
  const { whatsapp } = world
  const { client } = app
  const accountId = 'main'
  const chat = chatOf(1)
  const state = async () => (await client.accounts.list())[0]!
  const profile = path.join(dataDir, 'profiles', accountId)
  /** What the screen says of the copy, and what there is of it. */
  const copy = async () => [
    (await state()).sessionCopy.takenAt !== null,
    fs.existsSync(path.join(dataDir, 'session-copies', `${accountId}.${host}.copy`)),
  ]
  await whatsapp.seed({
    contacts: [{ id: chat, name: 'Ibu Ratna', isMyContact: true }],
    messages: [{ chat, body: 'Halo' }],
  })
  await firstRun(app, world)
  const written = ['Halo']
  const answered: string[] = []

  for (let round = 1; round <= ROUNDS; round++) {
    if (round === 1) await client.accounts.saveSession({ accountId })
    await connected(client)
    expect(await copy()).toEqual([round === 1, round === 1])
    await client.accounts.unlink({ accountId })
    expect(await copy()).toEqual([false, false])
    expect(await state()).toMatchObject({ state: 'unlinked', reason: null, qr: null, pairingCode: null })
    expect((await whatsapp.state()).devices).toEqual([])
    expect((await whatsapp.log()).filter(({ kind }) => kind === 'logout')).toHaveLength(round)
    if (host === 'service') {
      await until(() => Promise.resolve(leftovers(profile).length === 0), { what: 'the end of its browser' })
      expect(fs.existsSync(profile)).toBe(false)
    }

    await whatsapp.text(chat, `Sementara itu ${round}`)
    await client.accounts.connect({ accountId })
    // The very code on the screen, as a person would scan it.
    const { qr } = await until(async () => ((await state()).qr ? state() : null), {
      what: 'a QR code',
      timeout: 45_000,
    })
    await whatsapp.pair({ qr: qr!.text })
    await connected(client)
    await whatsapp.text(chat, `Lagi ${round}`)
    written.push(`Sementara itu ${round}`, `Lagi ${round}`)

    const [conversation] = await allConversations(client)
    const here = async () =>
      (await allMessages(client, conversation!.id))
        .filter(({ direction }) => direction === 'in')
        .map(({ body }) => body)
    await expect.poll(here).toEqual(written)
    const body = `Baik ${round}`
    await client.messages.send({
      conversationId: conversation!.id,
      clientId: crypto.randomUUID(),
      body,
      quotedMessageId: null,
      attachment: null,
    })
    answered.push(body)
    await whatsapp.waitForLog((entry) => entry.kind === 'send' && entry.body === body, { timeoutMs: 30_000 })
  }
  expect((await whatsapp.sent()).map(({ body }) => body)).toEqual(answered)
})
