/** A reference CRM in a process of its own, with as many records as asked for, and bare requests to it. */
import { randomUUID } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { SEED_PASSWORD } from '../../e2e/central-crm/seed/shop'
import { spawnCentralCrm, type SpawnedCrm } from '../../e2e/central-crm/spawn'
import { openDatabase } from '../../e2e/central-crm/store/database'
import { Records } from '../../e2e/central-crm/store/records'
import { seed, stageId } from '../../e2e/central-crm/seed'
import { createWorld } from '../../e2e/central-crm/world'
import { createHttp, type CrmAnswer, type CrmRequest } from '../../src/main/crm/http'
import { tokenAnswer } from '../../src/main/crm/wire'

export const CREDENTIALS = { email: 'manager@example.test', password: SEED_PASSWORD }

/** The benchmarks are started in the project's folder. */
const SCRIPT = path.resolve('e2e/central-crm/main.ts')

export interface Office {
  url: string
  /** Signs in, through the client that the app uses, for the requests that follow. */
  signIn(): Promise<void>
  bare(request: CrmRequest): Promise<CrmAnswer>
  close(): Promise<void>
}

/** @param counts how many people there are, and how many leads on them. */
export async function openOffice(counts: { people: number; leads: number }): Promise<Office> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'leadline-bench-crm-'))
  const dbFile = path.join(folder, 'crm.db')
  await fill(dbFile, counts)
  const crm: SpawnedCrm = await spawnCentralCrm({ dbFile, script: SCRIPT })
  const http = createHttp(crm.url, 60_000)
  const { signal } = new AbortController()
  let authorization = ''
  const signIn = async (): Promise<void> => {
    const login = await http({ method: 'POST', path: '/api/auth/login', body: CREDENTIALS }, signal)
    if (login.kind !== 'ok') throw new Error('the CRM lets nobody in')
    authorization = `Bearer ${tokenAnswer.parse(login.body).accessToken}`
  }
  await signIn()
  return {
    url: crm.url,
    signIn,
    bare: (request) => http({ ...request, headers: { ...request.headers, authorization } }, signal),
    close: async () => {
      await crm.stop()
      fs.rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function fill(dbFile: string, { people, leads }: { people: number; leads: number }): Promise<void> {
  const db = openDatabase(dbFile)
  const world = createWorld(db, Date.now, { access: 3_600_000, refresh: 3_600_000 })
  const users = await seed(world)
  const ownerId = users.find(({ email }) => email === CREDENTIALS.email)?.id ?? ''
  const records = new Records(db, Date.now)
  db.transaction(() => {
    const ids = Array.from({ length: people }, (_, n) => {
      const id = randomUUID()
      const name = `Pelanggan ${n} Wijaya Kusuma`
      records.save('contact', id, { ...contactBody(name, `+62812${String(n).padStart(8, '0')}`), ownerId })
      return id
    })
    const pipelineId = records.all('pipeline')[0]?.id
    for (let n = 0; n < leads; n += 1)
      records.save('lead', randomUUID(), {
        ...leadBody(ids[n % ids.length] ?? '', n),
        stageId: stageId('New'),
        pipelineId,
        ownerId,
      })
  })()
  db.close()
}

export const contactBody = (name: string, phone: string) => ({
  name,
  phones: [phone],
  email: null,
  company: null,
  address: null,
  tags: [],
  notes: null,
})

export const leadBody = (contactId: string, n: number) => ({
  title: `Gaming laptop ${n}`,
  contactId,
  value: 1_850_000_000 + n,
  currency: 'IDR',
  source: 'WhatsApp',
  lostReason: null,
  notes: null,
})
