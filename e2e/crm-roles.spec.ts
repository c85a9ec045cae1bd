/** What the CRM's role shows and allows; a session that ends in the middle of work; the team's devices. */
import type { Page } from '@playwright/test'
import { SEED_PASSWORD } from './central-crm/seed/shop'
import { expect, test, type Running } from './fixtures'
import { SITI, startSeededFrappe } from './frappe/seed'
import { judge } from './harness/axe'
import { until } from './harness/wait'
import type { World } from './harness/world'
import { chatOf, firstRun, openChat, ratnaAsks, SALESPERSON } from './steps'

const signIn = ({ client }: Running, world: World, who: string) =>
  client.crm.signIn({ url: world.crmUrl, email: `${who}@example.test`, password: SEED_PASSWORD })

/** Where the chat is scrolled to, in pixels. */
const scrolled = (page: Page): Promise<number> => page.getByRole('log').evaluate((log) => log.scrollTop)

test('a session that ends asks for the password, and nothing on the screen is lost', async ({
  page,
  world,
  app,
}) => {
  test.setTimeout(240_000)
  await ratnaAsks(world)
  await world.whatsapp.seed({
    messages: Array.from({ length: 40 }, (_, index) => ({ chat: chatOf(1), body: `Pertanyaan ${index}` })),
  })
  await firstRun(app, world)
  const email = SALESPERSON.email
  await page.goto(app.url)
  await openChat(page, 'Ibu Ratna')
  const field = page.getByRole('textbox', { name: /^Message to / })
  await field.fill('Selamat pagi, Bu. Stoknya')
  await page.getByRole('button', { name: 'New lead' }).click()
  await page.getByLabel('Title').fill('Laptop untuk anak')
  await page.getByRole('log').evaluate((log) => log.scrollTo(0, log.scrollHeight / 3))
  const place = await scrolled(page)
  expect(place).toBeGreaterThan(50)

  await world.crm.expireTokens({ refresh: true })
  await app.client.crm.syncNow().catch(() => undefined)
  const dialog = page.getByRole('dialog', { name: 'Your CRM session has ended' })
  await expect(dialog).toBeVisible()
  const password = dialog.getByRole('textbox', { name: `Password of ${email}` })
  await expect(password).toBeFocused()
  await password.fill('not this one')
  await password.press('Enter')
  await expect(dialog.getByRole('alert')).toContainText('Email or password is wrong')
  await password.fill(SALESPERSON.password)
  await password.press('Enter')
  await expect(dialog).toBeHidden()

  await expect(page.getByLabel('Title')).toHaveValue('Laptop untuk anak')
  expect(Math.abs((await scrolled(page)) - place)).toBeLessThan(3)
  await page.getByRole('button', { name: 'Create lead' }).click()
  await expect(field).toHaveValue('Selamat pagi, Bu. Stoknya')
  await until(
    async () => (await world.crm.records('lead')).some(({ title }) => title === 'Laptop untuk anak'),
    {
      what: 'the lead in the CRM',
    },
  )

  // Put off, it is not asked again by itself; the way to sign in stays.
  await world.crm.expireTokens({ refresh: true })
  await app.client.crm.syncNow().catch(() => undefined)
  await expect(dialog).toBeVisible()
  await judge(page, 'session-ended')
  await dialog.getByRole('button', { name: 'Not now' }).click()
  await expect(dialog).toBeHidden()
  await page.getByRole('button', { name: 'Settings' }).click()
  await expect(page.getByRole('button', { name: 'Sign in again' })).toBeVisible()
})

test('a role shows what it may do, and the app refuses the rest', async ({ page, world, app }) => {
  test.setTimeout(240_000)
  await firstRun(app, world)
  const unlink = page.getByRole('button', { name: 'Unlink', exact: true })
  const team = page.getByRole('heading', { name: 'Team' })
  const open = async () => {
    await page.goto(`${app.url}#/settings/whatsapp`)
    await page.reload()
    await expect(page.getByRole('heading', { name: 'CRM', exact: true })).toBeVisible()
  }
  // Siti linked it.
  await page.goto(app.url)
  await open()
  await expect(unlink).toBeVisible()
  await expect(team).toBeHidden()

  await signIn(app, world, 'budi')
  await expect(unlink).toBeHidden()
  const forbidden = { data: { code: 'crm-forbidden' } }
  await expect(app.client.accounts.unlink({ accountId: 'main' })).rejects.toMatchObject(forbidden)
  await expect(app.client.crm.team()).rejects.toMatchObject(forbidden)
  // Signing out gives nobody more rights.
  await app.client.crm.signOut()
  await expect(app.client.accounts.unlink({ accountId: 'main' })).rejects.toMatchObject(forbidden)

  await signIn(app, world, 'admin')
  await expect(unlink).toBeVisible()
  await expect(team).toBeVisible()
  const devices = page.getByRole('list', { name: 'Devices of your company' })
  await expect(devices.or(page.getByText('No device has reported'))).toBeVisible()
  // Somebody else's computer tells how it stands.
  const login = await fetch(`${world.crmUrl}/api/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'arjun@example.test', password: SEED_PASSWORD }),
  })
  const { accessToken } = (await login.json()) as { accessToken: string }
  const told = await fetch(`${world.crmUrl}/api/whatsapp/sessions/arjuns-laptop`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${accessToken}` },
    body: JSON.stringify({
      ...{ deviceName: 'arjuns-laptop', phone: '+919820000006', state: 'outdated', health: 'critical' },
      ...{ since: new Date().toISOString(), queued: 3, unsynced: 1, appVersion: '0.1.0' },
    }),
  })
  expect(told.status).toBe(200)
  await page.getByRole('button', { name: 'Read again' }).click()
  await expect(devices.getByText('Arjun Nair')).toBeVisible()
  await expect(devices.getByText('Needs an update')).toBeVisible()
  await page.getByRole('link', { name: 'Team' }).click()
  await judge(page, 'team')

  // A role taken away at the CRM is known when the CRM refuses something, or with the next token.
  await world.crm.setRole('admin@example.test', 'employee')
  await page.getByRole('button', { name: 'Read again' }).click()
  await expect(team).toBeHidden()
})

test('a site of Frappe is tested before it is signed in to, and says what it lacks', async ({
  page,
  app,
}) => {
  test.setTimeout(180_000)
  const site = await startSeededFrappe({ custom: {}, unique: {}, forbidden: ['CRM Task'] })
  try {
    const { client } = app
    if ((await client.setup.status()).recoveryCode !== null) await client.setup.confirmRecoveryCode()
    const accepted = {
      keep: 'known',
      riskAcceptedAt: Date.now(),
      crmStepDone: true,
      hintsSeen: true,
    } as const
    await client.preferences.set({ language: 'en', ...accepted })
    await page.goto(app.url)
    await page.getByRole('button', { name: 'Settings' }).click()
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    const dialog = page.getByRole('dialog', { name: 'Sign in to the CRM' })
    await dialog.getByRole('radio', { name: /^Frappe CRM or ERPNext/ }).check()
    await dialog.getByLabel('Address of the site').fill(site.url)
    await dialog.getByLabel('API key').fill(SITI.key)
    await dialog.getByRole('textbox', { name: 'API secret' }).fill('wrong')
    await dialog.getByRole('button', { name: 'Test the connection' }).click()
    await expect(dialog.getByRole('alert')).toContainText('does not know the key')
    await dialog.getByRole('textbox', { name: 'API secret' }).fill(SITI.secret)
    await dialog.getByRole('button', { name: 'Test the connection' }).click()
    const found = dialog.getByRole('status', { name: 'What the site has' })
    await expect(found).toContainText(`belongs to ${SITI.user}`)
    await expect(found).toContainText(/The field wa_client_ref is missing in .*“CRM Deal”/)
    await expect(found).toContainText('may not read “CRM Task”')
    await judge(page, 'frappe-wizard')
    await dialog.getByRole('button', { name: 'Sign in', exact: true }).click()
    await expect(dialog).toBeHidden()
    await expect(page.getByText('Signed in as Siti Rahmawati')).toBeVisible()
    await until(async () => (await client.leads.stages()).some(({ name }) => name === 'Proposal/Quotation'), {
      what: 'the stages of the site',
    })
  } finally {
    await site.close()
  }
})
