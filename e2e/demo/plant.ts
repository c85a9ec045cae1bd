/** Fills the simulated WhatsApp and the central CRM with the shop, once per state folder. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { tokens } from '../central-crm/schemas/auth'
import { SEED_PASSWORD } from '../central-crm/seed/shop'
import type { WhatsAppControl } from '../whatsapp-web/control'
import type { CrmSeed } from './shop/crm'
import { makeShop, type Later } from './shop/generate'
import { OWNER } from './shop/people'

/** Who uses the app: a salesperson, an employee to the CRM. */
export const CRM_USER = { email: 'siti@example.test', password: SEED_PASSWORD } as const

/** Whose shop it is: may also make products, erase people and see the team. The same password. */
export const CRM_OWNER = { email: 'owner@example.test', password: SEED_PASSWORD } as const

/** When the shop was made, so that a start that was cut short is finished with the very same one. */
const planted = z.object({ now: z.number(), done: z.boolean() })
/** Of the batch contract. */
const MOST_WRITES = 100
const results = z.object({ results: z.array(z.object({ status: z.number(), body: z.unknown() })) })

/** How this WhatsApp behaves; set at each start. */
export async function settle(control: WhatsAppControl): Promise<void> {
  await control.configure({
    me: { ...OWNER },
    autoAck: { policy: 'delivered', serverMs: 250, deliveredMs: 1100 },
    boot: { syncMs: 1500, pairMs: 700 },
  })
}

/** @returns false where it was there already. */
export async function plant(control: WhatsAppControl, crmUrl: string, stateDir: string): Promise<boolean> {
  const file = path.join(stateDir, 'shop.json')
  const before = existsSync(file) ? planted.parse(JSON.parse(readFileSync(file, 'utf8'))) : undefined
  if (before?.done === true) return false
  const now = before?.now ?? Date.now()
  writeFileSync(file, JSON.stringify({ now, done: false }))
  const shop = makeShop({ now })
  await control.reset({})
  await settle(control)
  await control.seed({ contacts: shop.contacts, chats: shop.chats, messages: shop.messages })
  for (const change of shop.later) await apply(control, change)
  await writeToCrm(crmUrl, shop.crm)
  writeFileSync(file, JSON.stringify({ now, done: true }))
  return true
}

async function apply(control: WhatsAppControl, change: Later): Promise<void> {
  switch (change.do) {
    case 'edit':
      await control.edit({ id: change.id, body: change.body })
      return
    case 'revoke':
      await control.revoke({ id: change.id })
      return
    case 'react':
      await control.react({ id: change.id, from: change.from, emoji: change.emoji })
      return
    case 'vote':
      await control.vote({ id: change.id, from: change.from, options: change.options })
      return
  }
}

/** Through the CRM's own contract, as the salesperson, so that it holds nothing that it would refuse. */
async function writeToCrm(url: string, { writes }: CrmSeed): Promise<void> {
  const post = async (to: string, body: unknown, token?: string): Promise<unknown> => {
    const answer = await fetch(new URL(to, url), {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify(body),
    })
    if (!answer.ok) throw new Error(`The CRM refused ${to}: ${answer.status} ${await answer.text()}`)
    return answer.json()
  }
  const { accessToken } = tokens.parse(await post('/api/auth/login', CRM_USER))
  for (let from = 0; from < writes.length; from += MOST_WRITES) {
    const operations = writes.slice(from, from + MOST_WRITES).map((write) => ({ method: 'PUT', ...write }))
    const answer = results.parse(await post('/api/batch', { operations }, accessToken))
    const refused = answer.results.find(({ status }) => status >= 300)
    if (refused) throw new Error(`The CRM refused a record: ${JSON.stringify(refused.body)}`)
  }
}
