/**
 * Access tokens (JWT, short) and refresh tokens (random, for one use). A refresh token whose answer was lost may be used again
 * as long as its successor was never used; once the successor has been used, showing the old one ends the whole family.
 */
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { errors, jwtVerify, SignJWT } from 'jose'
import { Problem } from '../problem'
import type { Tokens, User } from '../schemas/auth'
import type { Accounts } from './accounts'
import { saveSetting, setting, type Db } from './database'

const ISSUER = 'leadline-central-crm'

interface Row {
  hash: string
  family: string
  user_id: string
  state: 'live' | 'used' | 'revoked'
  successor: string | null
  expires_at: number
}

export interface TokenTimes {
  /** Milliseconds. */
  access: number
  /** Milliseconds. */
  refresh: number
}

const sha256 = (token: string) => createHash('sha256').update(token).digest('hex')

export class TokenStore {
  private readonly secret: Buffer

  constructor(
    private readonly db: Db,
    private readonly accounts: Accounts,
    private readonly times: TokenTimes,
    private readonly now: () => number,
  ) {
    this.secret = Buffer.from(
      setting(db, 'jwt-secret', () => randomBytes(32).toString('hex')),
      'hex',
    )
  }

  private generation(): string {
    return setting(this.db, 'token-generation', () => '1')
  }

  /** New tokens for somebody who has just shown who they are. */
  issue(user: User): Promise<Tokens> {
    return this.pair(user, randomUUID()).tokens
  }

  private pair(user: User, family: string): { hash: string; tokens: Promise<Tokens> } {
    const refreshToken = randomBytes(32).toString('base64url')
    const hash = sha256(refreshToken)
    const now = this.now()
    this.db
      .prepare("INSERT INTO refresh_tokens VALUES (?, ?, ?, 'live', NULL, ?)")
      .run(hash, family, user.id, now + this.times.refresh)
    const tokens = new SignJWT({ role: user.role, name: user.name, gen: this.generation() })
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .setIssuer(ISSUER)
      .setSubject(user.id)
      .setJti(randomUUID())
      .setIssuedAt(Math.floor(now / 1000))
      .setExpirationTime(Math.floor((now + this.times.access) / 1000))
      .sign(this.secret)
      .then((accessToken) => ({
        accessToken,
        tokenType: 'Bearer' as const,
        expiresIn: Math.floor(this.times.access / 1000),
        refreshToken,
        refreshExpiresIn: Math.floor(this.times.refresh / 1000),
        user,
      }))
    return { hash, tokens }
  }

  /** @throws {Problem} `refresh-token-invalid` or `refresh-token-reused` (both 401). */
  refresh(token: string): Promise<Tokens> {
    const find = (hash: string) =>
      this.db.prepare<[string], Row>('SELECT * FROM refresh_tokens WHERE hash = ?').get(hash)
    const row = find(sha256(token))
    const user = row ? this.accounts.get(row.user_id) : null
    if (!row || !user || row.state === 'revoked' || row.expires_at <= this.now())
      throw new Problem('refresh-token-invalid', 'This refresh token is not known, or has ended.')
    const successor = row.successor ? find(row.successor) : undefined
    if (row.state === 'used' && successor?.state !== 'live') {
      this.setState('family', row.family, 'revoked')
      throw new Problem('refresh-token-reused', 'All tokens that came from the same sign-in have ended.')
    }
    // better-sqlite3 refuses a promise out of a transaction: signing is awaited after it.
    const pair = this.db.transaction(() => {
      if (successor) this.setState('hash', successor.hash, 'revoked')
      const next = this.pair(user, row.family)
      this.db
        .prepare("UPDATE refresh_tokens SET state = 'used', successor = ? WHERE hash = ?")
        .run(next.hash, row.hash)
      return next
    })()
    return pair.tokens
  }

  private setState(column: 'family' | 'hash', value: string, state: Row['state']): void {
    this.db.prepare(`UPDATE refresh_tokens SET state = ? WHERE ${column} = ?`).run(state, value)
  }

  /** Who the bearer of an `Authorization` header is. @throws {Problem} `not-signed-in` or `token-expired` (both 401). */
  async bearer(header: string | undefined): Promise<User> {
    const token = /^Bearer (\S+)$/.exec(header ?? '')?.[1]
    if (!token) throw new Problem('not-signed-in', 'Send Authorization: Bearer and an access token.')
    try {
      const { payload } = await jwtVerify(token, this.secret, {
        issuer: ISSUER,
        algorithms: ['HS256'],
        currentDate: new Date(this.now()),
      })
      if (payload['gen'] !== this.generation())
        throw new Problem('token-expired', 'Access tokens were ended early.')
      const user = this.accounts.get(payload.sub ?? '')
      if (user) return user
    } catch (error) {
      if (error instanceof Problem) throw error
      if (error instanceof errors.JWTExpired) throw new Problem('token-expired', 'Use the refresh token.')
      if (!(error instanceof errors.JOSEError)) throw error
    }
    throw new Problem('not-signed-in', 'This access token is not valid here.')
  }

  /** Ends all access tokens at once; with `refreshToo` people must sign in again. */
  expireAll(refreshToo: boolean): void {
    saveSetting(this.db, 'token-generation', String(Number(this.generation()) + 1))
    if (refreshToo) this.db.prepare("UPDATE refresh_tokens SET state = 'revoked'").run()
  }

  /** Refresh tokens that can't be used any more. */
  countDead(): number {
    return (
      this.db
        .prepare<[number], { n: number }>(
          "SELECT count(*) AS n FROM refresh_tokens WHERE state = 'revoked' OR expires_at <= ?",
        )
        .get(this.now())?.n ?? 0
    )
  }
}
