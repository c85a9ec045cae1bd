/** What several tests do on the way: the first run on its screens or, where it is not the subject, through the contract. */
import type { Page } from '@playwright/test'
import { SEED_PASSWORD } from './central-crm/seed/shop'
import { expect, type Running } from './fixtures'
import type { AppClient } from './harness/app'
import { until } from './harness/wait'
import type { World } from './harness/world'
import type { Conversation, Message } from '../src/contract'

export const SALESPERSON = { email: 'siti@example.test', password: SEED_PASSWORD } as const

/** `+62…` of a customer; as WhatsApp's id with `@c.us`. */
export const phoneOf = (number: number): string => `62813${String(10_000_000 + number)}`
export const chatOf = (number: number): string => `${phoneOf(number)}@c.us`

/** One known customer, whose question waits for an answer. */
export async function ratnaAsks({ whatsapp }: World): Promise<void> {
  await whatsapp.seed({
    contacts: [{ id: chatOf(1), name: 'Ibu Ratna', isMyContact: true }],
    messages: [{ chat: chatOf(1), body: 'Apakah masih buka?' }],
  })
}

/** All that the first run asks, on its own screens, until the QR shows. */
export async function firstRunOnScreen(page: Page, world: World, url: string): Promise<void> {
  await page.goto(url)
  await page.getByRole('radio', { name: 'English' }).check()
  await page.getByRole('button', { name: 'Continue' }).click()
  await expect(page.getByRole('heading', { name: 'Write down your recovery code' })).toBeVisible()
  await expect(page.getByTestId('recovery-code')).toHaveText(/^[A-Z0-9]+(-[A-Z0-9]+){4,}$/)
  await page.getByRole('checkbox', { name: 'I have written it down' }).check()
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByLabel('CRM address').fill(world.crmUrl)
  await page.getByLabel('Email').fill(SALESPERSON.email)
  await page.getByRole('textbox', { name: 'Password' }).fill(SALESPERSON.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('heading', { name: 'What may Leadline keep?' })).toBeVisible()
  await expect(page.getByRole('radio', { name: 'Known contacts only' })).toBeChecked()
  const next = page.getByRole('button', { name: 'Continue' })
  await expect(next).toBeDisabled()
  await page.getByRole('checkbox', { name: 'I understand the risk' }).check()
  await next.click()
  await expect(page.getByRole('img', { name: 'QR code to link WhatsApp' })).toBeVisible({ timeout: 45_000 })
}

export async function connected(client: AppClient): Promise<void> {
  await until(async () => (await client.accounts.list())[0]?.state === 'connected', {
    what: 'the connection',
    timeout: 60_000,
  })
}

/** The whole first run without its screens, linked. */
export async function firstRun({ client }: Pick<Running, 'client'>, world: World): Promise<void> {
  await until(async () => (await client.setup.status()).stage === 'open', { what: 'the open database' })
  if ((await client.setup.status()).recoveryCode !== null) await client.setup.confirmRecoveryCode()
  await client.preferences.set({
    language: 'en',
    keep: 'known',
    riskAcceptedAt: Date.now(),
    crmStepDone: true,
    hintsSeen: true,
  })
  await client.crm.signIn({ url: world.crmUrl, ...SALESPERSON })
  await client.accounts.connect({ accountId: 'main' })
  await world.whatsapp.waitForQr({ timeoutMs: 45_000 })
  await world.whatsapp.pair({})
  await connected(client)
}

export async function allConversations(client: AppClient): Promise<Conversation[]> {
  const found: Conversation[] = []
  let cursor: string | null = null
  do {
    const page: { items: Conversation[]; next: string | null } = await client.conversations.list({
      accountId: null,
      filter: 'all',
      query: '',
      cursor,
      limit: 100,
    })
    found.push(...page.items)
    cursor = page.next
  } while (cursor !== null)
  return found
}

export async function allMessages(client: AppClient, conversationId: string): Promise<Message[]> {
  const first = await client.messages.list({ conversationId, at: { edge: 'newest' }, limit: 200 })
  const items = [...first.items]
  for (let older = first.older; older;) {
    const at = { edge: 'before' as const, messageId: items[0]!.id }
    const page = await client.messages.list({ conversationId, at, limit: 200 })
    items.unshift(...page.items)
    older = page.older
  }
  return items
}

/** Opens a chat by clicking its row in the list. */
export async function openChat(page: Page, name: string): Promise<void> {
  const list = page.getByRole('list', { name: 'Conversations' })
  await list.getByRole('button', { name }).first().click()
  await expect(page.getByRole('heading', { level: 2, name })).toBeVisible()
}

/** Writes in the open chat and sends with Enter. */
export async function write(page: Page, text: string): Promise<void> {
  const field = page.getByRole('textbox', { name: /^Message to / })
  await field.fill(text)
  await field.press('Enter')
  await expect(field).toHaveValue('')
}

/** The bubble with this text. */
export const bubble = (page: Page, text: string | RegExp) =>
  page.getByRole('article').filter({ hasText: text })
