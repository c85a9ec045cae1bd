/** The lock: what a screen gets while nobody has typed the passphrase, and that a start anew is no way around it. */
import { expect, test, type Running } from './fixtures'
import { judge } from './harness/axe'

const PASSPHRASE = 'four words are good'

const codeOf = async (call: Promise<unknown>): Promise<unknown> => {
  const problem: unknown = await call.then(
    () => null,
    (error: unknown) => error,
  )
  return problem
}

async function begin({ client }: Running): Promise<void> {
  await client.setup.confirmRecoveryCode()
  await client.preferences.set({
    ...{ language: 'en', keep: 'known', crmStepDone: true, hintsSeen: true },
    riskAcceptedAt: Date.now(),
  })
}

test('a locked Leadline shows and does nothing until the passphrase is typed', async ({
  app,
  page,
  launch,
}) => {
  const { client } = app
  await begin(app)
  expect(await codeOf(client.setup.lock())).toMatchObject({ data: { code: 'wrong-state' } })

  await page.goto(app.url)
  await page
    .getByRole('link', { name: 'Settings' })
    .or(page.getByRole('button', { name: 'Settings' }))
    .first()
    .click()
  await page.getByRole('textbox', { name: 'Passphrase', exact: true }).fill(PASSPHRASE)
  await page.getByRole('textbox', { name: 'Passphrase again' }).fill(PASSPHRASE)
  await page.getByRole('button', { name: 'Set passphrase' }).click()
  await page.getByLabel('Lock when nobody has used Leadline for').selectOption('30')
  await page.getByRole('button', { name: 'Lock now' }).click()
  const locked = page.getByRole('heading', { name: 'Unlock Leadline' })
  await expect(locked).toBeVisible()

  const refused = { data: { code: 'locked' } }
  expect(await codeOf(client.accounts.list())).toMatchObject(refused)
  expect(await codeOf(client.conversations.unreadTotal())).toMatchObject(refused)
  expect(await codeOf(client.preferences.set({ lockAfter: null }))).toMatchObject(refused)
  expect(await codeOf(client.setup.setPassphrase({ passphrase: 'mine from now on' }))).toMatchObject({
    data: { code: 'wrong-state' },
  })
  await page.reload()
  await expect(locked).toBeVisible()

  await expect(page.getByRole('textbox', { name: 'Passphrase' })).toBeFocused()
  await page.getByRole('textbox', { name: 'Passphrase' }).fill('not this one')
  await page.getByRole('button', { name: 'Unlock', exact: true }).click()
  await expect(page.getByRole('alert')).toBeVisible()
  await page.getByRole('textbox', { name: 'Passphrase' }).fill(PASSPHRASE)
  await page.getByRole('button', { name: 'Unlock', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Lock', exact: true })).toBeVisible()
  expect(await client.accounts.list()).toHaveLength(1)

  // Whoever finds an open screen does not lock its owner out.
  await page.getByRole('textbox', { name: 'Passphrase so far' }).fill('not this one')
  await page.getByRole('textbox', { name: 'New passphrase' }).fill('mine from now on')
  await page.getByRole('textbox', { name: 'Passphrase again' }).fill('mine from now on')
  await page.getByRole('button', { name: 'Change passphrase' }).click()
  await expect(page.getByText("That passphrase doesn't open it", { exact: false })).toBeVisible()
  await judge(page, 'lock-settings')

  await app.process.kill('SIGTERM')
  const again = await launch({ keyFile: false })
  await expect.poll(async () => (await again.client.setup.status()).stage).toBe('locked')
  expect(await codeOf(again.client.accounts.list())).toMatchObject(refused)
  await again.client.setup.unlock({ passphrase: PASSPHRASE })
  expect(await again.client.accounts.list()).toHaveLength(1)
})
