/**
 * Test support: the selling side in a process of its own, to be killed. Tells what it does in lines: `will ID` before a lead is
 * made, `made ID` once that has returned, `through` when nothing waits any more.
 *
 *   testing-child.ts FOLDER KEY(hex) THREAD URL PASSWORD COUNT
 */
import { leadOf, memoryKeychain, openShop } from './testing'

const [folder = '', key = '', threadFile = '', url = '', password = '', count = '0'] = process.argv.slice(2)
const say = (line: string): boolean => process.stdout.write(`${line}\n`)

const shop = await openShop({
  timeout: 1500,
  secrets: memoryKeychain(false),
  storage: { folder, key: Buffer.from(key, 'hex'), threadFile },
})
if ((await shop.crm.status()).state !== 'signed-in')
  await shop.crm.signIn({ url, email: 'siti@example.test', password })
say('ready')
for (let n = 0; n < Number(count); n += 1) {
  const contact = await shop.addContact(`Person ${n}`, `+62${8_100_000_000 + process.pid * 100 + n}`)
  const input = leadOf(contact.id, { title: `Lead ${n}` })
  say(`will ${input.id}`)
  await shop.leads.create(input)
  say(`made ${input.id}`)
  await shop.leads.update({ id: input.id, title: `Lead ${n}, again` })
}
while ((await shop.crm.status()).waiting > 0) await shop.crm.syncNow().catch(() => undefined)
say('through')
// The database is closed by being killed, as everything here.
setInterval(() => undefined, 1000)
