/** A bare client for the server's own tests: each answer it gets is checked against the OpenAPI document. */
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { z } from 'zod'
import { crmControl, type CrmControl } from '../control'
import { tokens, type Tokens } from '../schemas/auth'
import { SEED_PASSWORD } from '../seed/shop'
import { startCentralCrm, type CentralCrm, type CentralCrmOptions } from '../server'
import { checkAnswer } from './contract'

const fields = z.record(z.string(), z.unknown())

export interface Answer {
  status: number
  headers: Headers
  body: Record<string, unknown>
}

export interface Call {
  body?: unknown
  key?: string
  ifMatch?: number
  token?: string
}

export interface Bench {
  crm: CentralCrm
  control: CrmControl
  dbFile: string
  call(method: string, path: string, call?: Call): Promise<Answer>
  signIn(name: string): Promise<Person>
  /** Moves the server's clock. */
  pass(ms: number): void
  close(): Promise<void>
}

/** Somebody signed in. */
export interface Person {
  id: string
  tokens: Tokens
  get(path: string): Promise<Answer>
  /** With a new key unless one is given. */
  put(path: string, body: unknown, call?: Omit<Call, 'body' | 'token'>): Promise<Answer>
  post(path: string, body: unknown, call?: Omit<Call, 'body' | 'token'>): Promise<Answer>
}

export const newKey = (): string => `key-${randomUUID()}`

/** A seeded server of its own, in a folder of its own. */
export async function openBench(options: Partial<CentralCrmOptions> = {}): Promise<Bench> {
  const folder = await mkdtemp(path.join(tmpdir(), 'central-crm-'))
  const dbFile = path.join(folder, 'crm.db')
  let ahead = 0
  const now = () => Date.now() + ahead
  const crm = await startCentralCrm({ dbFile, seed: true, now, ...options })

  const call: Bench['call'] = async (method, address, { body, key, ifMatch, token } = {}) => {
    const answer = await fetch(new URL(address, crm.url), {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(key ? { 'idempotency-key': key } : {}),
        ...(ifMatch ? { 'if-match': `"${ifMatch}"` } : {}),
        ...(token ? { authorization: `Bearer ${token}` } : {}),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const parsed = fields.parse(await answer.json())
    const type = answer.headers.get('content-type') ?? ''
    checkAnswer(method, address.split('?')[0] ?? address, answer.status, type, parsed)
    return { status: answer.status, headers: answer.headers, body: parsed }
  }

  return {
    crm,
    dbFile,
    control: crmControl(crm.url),
    call,
    pass: (ms) => {
      ahead += ms
    },
    signIn: async (name) => {
      const { body } = await call('POST', '/api/auth/login', {
        body: { email: `${name}@example.test`, password: SEED_PASSWORD },
      })
      const signedIn = tokens.parse(body)
      const token = signedIn.accessToken
      return {
        id: signedIn.user.id,
        tokens: signedIn,
        get: (address) => call('GET', address, { token }),
        put: (address, data, more) => call('PUT', address, { key: newKey(), ...more, body: data, token }),
        post: (address, data, more) => call('POST', address, { key: newKey(), ...more, body: data, token }),
      }
    },
    close: async () => {
      await crm.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** A new contact of this person's. @returns its id. */
export async function addContact(person: Person, name = 'Budi'): Promise<string> {
  const id = randomUUID()
  const { status } = await person.put(`/api/contacts/${id}`, { name, phones: ['+6281234567890'] })
  if (status !== 201) throw new Error(`contact: ${status}`)
  return id
}
