/** People and their passwords (scrypt). */
import { randomBytes, randomUUID, scrypt, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { Problem } from '../problem'
import { user, type User } from '../schemas/auth'
import type { Role } from '../schemas/common'
import type { Db } from './database'

interface Row {
  id: string
  email: string
  name: string
  phone: string | null
  role: string
  password: string
  created_at: string
}

export interface NewAccount {
  id?: string
  email: string
  password: string
  name: string
  phone?: string | null | undefined
  role: Role
}

const derive = promisify<string, Buffer, number, Buffer>(scrypt)

async function hash(password: string): Promise<string> {
  const salt = randomBytes(16)
  return `${salt.toString('hex')}:${(await derive(password, salt, 32)).toString('hex')}`
}

async function matches(password: string, kept: string): Promise<boolean> {
  const [salt = '', key = ''] = kept.split(':')
  return timingSafeEqual(await derive(password, Buffer.from(salt, 'hex'), 32), Buffer.from(key, 'hex'))
}

const present = ({ id, email, name, phone, role, created_at }: Row): User =>
  user.parse({ id, email, name, phone, role, createdAt: created_at })

export class Accounts {
  constructor(
    private readonly db: Db,
    private readonly now: () => number,
  ) {}

  private row(column: 'id' | 'email', value: string): Row | undefined {
    return this.db.prepare<[string], Row>(`SELECT * FROM users WHERE ${column} = ?`).get(value)
  }

  get(id: string): User | null {
    const row = this.row('id', id)
    return row ? present(row) : null
  }

  isEmpty(): boolean {
    return this.db.prepare('SELECT 1 FROM users LIMIT 1').get() === undefined
  }

  /** @throws {Problem} `email-taken` (409). */
  async create(account: NewAccount): Promise<User> {
    const email = account.email.toLowerCase()
    const password = await hash(account.password)
    if (this.row('email', email)) throw new Problem('email-taken', 'There is an account with this email.')
    const row: Row = {
      id: account.id ?? randomUUID(),
      email,
      name: account.name,
      phone: account.phone ?? null,
      role: account.role,
      password,
      created_at: new Date(this.now()).toISOString(),
    }
    this.db
      .prepare('INSERT INTO users VALUES (@id, @email, @name, @phone, @role, @password, @created_at)')
      .run(row)
    return present(row)
  }

  /** @throws {Problem} `wrong-credentials` (401), without telling which of the two is wrong. */
  async check(email: string, password: string): Promise<User> {
    const row = this.row('email', email.toLowerCase())
    if (!row || !(await matches(password, row.password)))
      throw new Problem('wrong-credentials', 'Check the email and the password.')
    return present(row)
  }

  /** @returns false where nobody has this email. */
  setRole(email: string, role: Role): boolean {
    return (
      this.db.prepare('UPDATE users SET role = ? WHERE email = ?').run(role, email.toLowerCase()).changes > 0
    )
  }
}
