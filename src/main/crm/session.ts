/**
 * Being signed in to the CRM: who, where, and the tokens. An access token that ends is renewed by one refresh at a time; what
 * comes back is kept before it is used, because a refresh token is for one use.
 */
import { z } from 'zod'
import {
  AppError,
  crmKind,
  may,
  role,
  type CrmKind,
  type CrmSignIn,
  type CrmStatus,
  type FrappeSite,
  type Role,
} from '../../contract'
import { crmReason } from '../../contract/entities/crm-reason'
import type { Logger } from '../platform/ports'
import { ADDRESS_SETTING, parseAddress } from './address'
import { FrappeClient } from './frappe/client'
import { frappeProblem } from './frappe/errors'
import type { CrmPerson } from './held-store'
import { checkSite, tokenOf, userOf, type FrappeKey } from './frappe/sign-in'
import { whoseKey } from './frappe/site'
import { createHttp, type CrmAnswer, type CrmRequest, type Http } from './http'
import { tokenAnswer, user, type TokenAnswer } from './wire'
import type { Settings, Tokens, Vault } from './vault'

const profile = z.object({
  /** What the CRM speaks. */
  crm: crmKind.default('reference'),
  url: z.string(),
  userId: z.string(),
  name: z.string(),
  email: z.string(),
  role,
  signedIn: z.boolean(),
  /** Once signed out: whether the person wanted it, or the CRM ended the session. */
  ended: z.enum(['asked', 'expired']).default('asked'),
})
export type Profile = z.infer<typeof profile>

const SETTING = 'crm.session'
/** Renewed this long before it ends, milliseconds. */
const EARLY = 20_000
/** Who this is and as what is read anew at each start, and then so often, milliseconds: whoever loses a right there loses it here. */
const LOOK_AGAIN = 60 * 60_000
/** A refusal for want of a right leads to the question who this is at most so often, milliseconds. */
const ROLE_EVERY = 60_000

/** How the CRM's last answer was: see `CrmStatus`. */
export type CrmHealth = Pick<CrmStatus, 'failing'> & { reachable: boolean }

export interface SessionOptions {
  settings: Settings
  vault: Vault
  logger: Logger
  clock: () => number
  /** For a whole request, milliseconds. */
  timeout: number
  /** Who is signed in, or whether, has changed. */
  onChange: () => void
  /** The CRM answered, well or with a fault of its own, or could not be reached. */
  onAnswer: (how: CrmHealth) => void
  /** Before the first request to another CRM or of another person. @throws {AppError} to stop it. */
  beforeUse: (use: {
    address: string
    newUser: boolean
    former: CrmPerson | null
    user: CrmPerson
  }) => Promise<void>
}

/** `signed-out`: nothing was sent, or the session turned out to be over. */
export type SessionAnswer = CrmAnswer | { kind: 'signed-out' }

export class Session {
  private known: Profile | null = null
  private tokens: Tokens | null = null
  private http: Http | null = null
  /** Somebody was signed in to a CRM here, and it can't be read who. */
  private forgotten = false
  private askRoleFrom = 0
  /** Milliseconds since the epoch. */
  private lookFrom = 0
  private refreshing: Promise<'renewed' | 'over' | CrmAnswer> | null = null

  constructor(private readonly options: SessionOptions) {}

  get profile(): Profile | null {
    return this.known
  }

  /** Of whoever uses this data. Where it is not known any more who that was, the least. */
  get role(): Role {
    return this.known?.role ?? (this.forgotten ? 'employee' : 'owner')
  }

  get signedIn(): boolean {
    return this.known?.signedIn === true
  }

  /** Finds what was kept. */
  async open(): Promise<void> {
    const kept = await this.options.settings.getSetting(SETTING)
    if (kept === null) return
    const found = readProfile(kept)
    if (!found) {
      this.options.logger.error('crm-session-unreadable')
      this.forgotten = true
      return
    }
    const tokens = found.signedIn ? await this.options.vault.load() : null
    if (found.signedIn && !tokens) {
      this.options.logger.warn('crm-tokens-lost')
      await this.remember({ ...found, signedIn: false, ended: 'expired' })
      return
    }
    this.use({ profile: found, tokens })
  }

  private use(state: { profile: Profile; tokens: Tokens | null }): void {
    this.known = state.profile
    this.tokens = state.tokens
    this.http = this.httpOf(state.profile.crm, state.profile.url)
  }

  private httpOf(crm: CrmKind, url: string): Http {
    const { timeout } = this.options
    return crm === 'frappe'
      ? createHttp(url, timeout, (status, _type, body) => frappeProblem(status, body))
      : createHttp(url, timeout)
  }

  /** What a Frappe site has, before signing in. @throws {AppError} see `checkSite`; `invalid-input` (address). */
  async checkFrappe(input: { url: string } & FrappeKey): Promise<FrappeSite> {
    return checkSite(this.httpOf('frappe', parseAddress(input.url)), input)
  }

  private async remember(value: Profile): Promise<void> {
    this.known = value
    await this.options.settings.setSetting(SETTING, JSON.stringify(value))
    this.options.onChange()
  }

  /**
   * @throws {AppError} `invalid-input` (address), `crm-wrong-password`, `crm-customer`, `crm-forbidden`, `crm-unreachable`,
   * `crm-protocol`, `crm-elsewhere`, or `wrong-state` where changes wait for another CRM. Nothing is changed then.
   */
  async signIn(input: CrmSignIn): Promise<void> {
    const url = parseAddress(input.url)
    await this.mayUse(url)
    const { user, tokens } =
      input.kind === 'frappe' ? await this.byKey(url, input) : await this.byPassword(url, input)
    // Frappe names people by their e-mail, which says nothing of whether it is the same site.
    const isElsewhere = input.kind === 'frappe' && this.known?.url !== url
    const newUser = isElsewhere || this.known?.userId !== user.id
    const former = this.known && { id: this.known.userId, name: this.known.name }
    await this.options.beforeUse({ address: url, newUser, former, user: { id: user.id, name: user.name } })
    await this.change(tokens, newUser)
    const { id: userId, name, email } = user
    const crm = input.kind ?? 'reference'
    const found: Profile = { crm, url, userId, name, email, role: user.role, signedIn: true, ended: 'asked' }
    this.use({ profile: found, tokens })
    this.lookFrom = this.options.clock() + LOOK_AGAIN
    await this.remember(found)
    this.options.onAnswer({ reachable: true, failing: false })
    this.options.logger.info('crm-signed-in', { crm, role: user.role })
  }

  /** Another CRM says by itself who is its owner: whoever may not leave this one gains nothing by it. */
  private async mayUse(url: string): Promise<void> {
    const before = await this.options.settings.getSetting(ADDRESS_SETTING)
    if (before !== null && before !== url && !may(this.role, 'leave-crm'))
      throw new AppError('crm-elsewhere', 'What is here belongs to another CRM.')
  }

  private async byPassword(url: string, { email, password }: { email: string; password: string }) {
    const body = { email, password }
    const http = this.httpOf('reference', url)
    const answer = await http({ method: 'POST', path: '/api/auth/login', body }, new AbortController().signal)
    const { user: found, ...rest } = readSignIn(answer)
    const given = staffRole(found.role)
    if (!given) throw new AppError('crm-customer', 'Customers of the shop can’t use Leadline.')
    return { user: { ...found, role: given }, tokens: this.fromAnswer(rest) }
  }

  /** A key has no end that we know of; Frappe says when it is not valid any more. */
  private async byKey(url: string, key: FrappeKey) {
    const found = await userOf(this.httpOf('frappe', url), key)
    const savedAt = this.options.clock()
    const tokens = {
      accessToken: tokenOf(key),
      refreshToken: '',
      expiresAt: Number.MAX_SAFE_INTEGER,
      savedAt,
    }
    return { user: { ...found, email: found.id }, tokens }
  }

  /** Keeps the tokens of who comes now. From here on nothing is asked in the name of somebody else who was signed in before. */
  private async change(tokens: Tokens, newUser: boolean): Promise<void> {
    const before = this.tokens
    if (newUser) this.tokens = null
    try {
      await this.options.vault.save(tokens)
    } catch (error) {
      this.tokens = before
      throw error
    }
  }

  /** The queue stays; nothing goes out until somebody signs in again. */
  async signOut(): Promise<void> {
    await this.end('asked')
  }

  private async end(cause: 'asked' | 'refused' | 'role'): Promise<void> {
    this.tokens = null
    await this.options.vault.clear()
    if (!this.known?.signedIn) return
    this.options.logger.info('crm-signed-out', { cause })
    await this.remember({ ...this.known, signedIn: false, ended: cause === 'refused' ? 'expired' : 'asked' })
  }

  private fromAnswer(answer: Omit<TokenAnswer, 'user'>): Tokens {
    const now = this.options.clock()
    const { accessToken, refreshToken, expiresIn } = answer
    return { accessToken, refreshToken, expiresAt: now + expiresIn * 1000, savedAt: now }
  }

  /** Sends a request in the person's name. A token found ended is renewed, once. */
  async request(request: CrmRequest, signal: AbortSignal): Promise<SessionAnswer> {
    const tokens = this.tokens
    if (!this.signedIn || !tokens) return { kind: 'signed-out' }
    if (tokens.accessToken === '' || tokens.expiresAt - EARLY <= this.options.clock()) {
      const renewed = await this.renew(tokens, signal)
      if (renewed !== 'renewed') return renewed === 'over' ? { kind: 'signed-out' } : renewed
    }
    if (this.isToLook() && !(await this.lookAgain(signal))) return { kind: 'signed-out' }
    const first = await this.send(request, signal)
    if (this.known?.crm === 'frappe') return this.keyTaken(first)
    if (isForbidden(first)) await this.askRole(signal)
    if (!isUnauthorised(first)) return first
    const renewed = await this.renew(this.tokens, signal)
    if (renewed !== 'renewed') return renewed === 'over' ? { kind: 'signed-out' } : renewed
    const second = await this.send(request, signal)
    if (!isUnauthorised(second)) return second
    // A token just given and not taken is the CRM's own trouble, not the end of the session.
    const reason = 'The CRM does not take its own token.'
    return { kind: 'later', status: 401, reason, retryAfter: null, unreachable: true, ofCrm: true }
  }

  /** A key can't be renewed: once refused, the session is over. */
  private async keyTaken(answer: SessionAnswer): Promise<SessionAnswer> {
    if (answer.kind !== 'refused' || answer.status !== 401) return answer
    await this.end('refused')
    return { kind: 'signed-out' }
  }

  /** Also where the clock was set back since. */
  private isToLook(): boolean {
    const now = this.options.clock()
    return now >= this.lookFrom || this.lookFrom > now + LOOK_AGAIN
  }

  /** Who this is by now. What can't be read says nothing, and is read soon again. False where the session is over by it. */
  private async lookAgain(signal: AbortSignal): Promise<boolean> {
    this.lookFrom = this.options.clock() + ROLE_EVERY
    if (await this.readWho(signal)) this.lookFrom = this.options.clock() + LOOK_AGAIN
    return this.signedIn
  }

  /** False where it could not be read. */
  private async readWho(signal: AbortSignal): Promise<boolean> {
    if (this.known?.crm !== 'frappe') return this.readRole(signal)
    const client = new FrappeClient({
      request: async (request, ending) => this.keyTaken(await this.send(request, ending)),
    })
    const { tokens } = this
    const found = await whoseKey(client, signal)
    if (found && this.tokens === tokens) await this.takeUser(found)
    return found !== null
  }

  /** What was refused may be so because the role is another one now; the answer comes with the next tokens too. */
  private async askRole(signal: AbortSignal): Promise<void> {
    const { tokens } = this
    if (!tokens || this.options.clock() < this.askRoleFrom) return
    this.askRoleFrom = this.options.clock() + ROLE_EVERY
    await this.readRole(signal)
  }

  /** False where it could not be read. */
  private async readRole(signal: AbortSignal): Promise<boolean> {
    const { tokens } = this
    const answer = await this.send({ method: 'GET', path: '/api/auth/profile' }, signal)
    const found = answer.kind === 'ok' ? user.safeParse(answer.body).data : undefined
    if (found && this.tokens === tokens) await this.takeUser(found)
    return found !== undefined
  }

  /** Who the CRM says this is now. Ends the session of whoever may not be here any more; false then. */
  private async takeUser({
    id,
    name,
    role: given,
  }: Pick<z.infer<typeof user>, 'id' | 'name' | 'role'>): Promise<boolean> {
    const { known } = this
    const role = staffRole(given)
    if (!known || !role || id !== known.userId) {
      await this.end('role')
      return false
    }
    if (role !== known.role || name !== known.name) await this.remember({ ...known, role, name })
    return true
  }

  private async send(request: CrmRequest, signal: AbortSignal): Promise<SessionAnswer> {
    const { http, tokens } = this
    if (!http || !tokens) return { kind: 'signed-out' }
    const scheme = this.known?.crm === 'frappe' ? 'token' : 'Bearer'
    const headers = { ...request.headers, authorization: `${scheme} ${tokens.accessToken}` }
    const answer = await http({ ...request, headers }, signal)
    if (!signal.aborted) this.options.onAnswer(answered(answer))
    return answer
  }

  /** One at a time; whoever comes meanwhile shares its result. */
  private renew(stale: Tokens | null, signal: AbortSignal): Promise<'renewed' | 'over' | CrmAnswer> {
    if (stale && this.tokens && stale !== this.tokens) return Promise.resolve('renewed')
    this.refreshing ??= this.renewNow(signal).finally(() => {
      this.refreshing = null
    })
    return this.refreshing
  }

  /** Somebody signed in or out while these tokens were being renewed; null where they are still ours. */
  private overtaken(tokens: Tokens): 'renewed' | 'over' | null {
    if (this.tokens === tokens) return null
    return this.tokens ? 'renewed' : 'over'
  }

  private async renewNow(signal: AbortSignal): Promise<'renewed' | 'over' | CrmAnswer> {
    const { http, tokens, known } = this
    if (!http || !tokens || !known) return 'over'
    const { refreshToken } = tokens
    const answer = await http({ method: 'POST', path: '/api/auth/refresh', body: { refreshToken } }, signal)
    const overtaken = this.overtaken(tokens)
    if (overtaken) return overtaken
    if (answer.kind === 'later') {
      if (!signal.aborted) this.options.onAnswer(answered(answer))
      return answer
    }
    if (answer.kind === 'refused') {
      await this.end('refused')
      return 'over'
    }
    const parsed = tokenAnswer.safeParse(answer.body)
    if (!parsed.success) {
      const reason = crmReason('not-understood')
      return {
        kind: 'later',
        status: answer.status,
        reason,
        retryAfter: null,
        unreachable: true,
        ofCrm: false,
      }
    }
    const { user: found, ...rest } = parsed.data
    if (!staffRole(found.role) || found.id !== known.userId) {
      await this.end('role')
      return 'over'
    }
    const next = this.fromAnswer(rest)
    await this.options.vault.save(next)
    const overtakenNow = this.overtaken(tokens)
    if (overtakenNow) return overtakenNow
    this.tokens = next
    this.lookFrom = this.options.clock() + LOOK_AGAIN
    return (await this.takeUser(found)) ? 'renewed' : 'over'
  }
}

/** Whether the CRM itself said something, be it that it is busy. */
const answered = (answer: CrmAnswer): CrmHealth => ({
  reachable: answer.kind !== 'later' || answer.ofCrm,
  failing: answer.kind === 'later' && answer.ofCrm,
})

const isForbidden = (answer: SessionAnswer): boolean => answer.kind === 'refused' && answer.status === 403

/** With or without a problem document: a gateway before the CRM may answer for it. */
const isUnauthorised = (answer: SessionAnswer): boolean =>
  answer.kind !== 'signed-out' && answer.status === 401

function readProfile(text: string): Profile | null {
  try {
    return profile.parse(JSON.parse(text))
  } catch {
    // Nobody is signed in then; the caller logs it.
    return null
  }
}

const staffRole = (role: TokenAnswer['user']['role']): Profile['role'] | null =>
  role === 'customer' ? null : role

/** @throws {AppError} with the code that says what to do about it. */
function readSignIn(answer: CrmAnswer): TokenAnswer {
  if (answer.kind === 'later') {
    if (answer.status !== null && answer.status < 429)
      throw new AppError('crm-protocol', `There is no CRM at this address. ${answer.reason}`)
    throw new AppError('crm-unreachable', answer.reason)
  }
  if (answer.kind === 'refused') {
    if (answer.status === 401 || answer.status === 422)
      throw new AppError('crm-wrong-password', 'The CRM does not know this email with this password.')
    if (answer.status === 403) throw new AppError('crm-forbidden', 'The CRM does not let this account in.')
    throw new AppError('crm-protocol', `The CRM refused to sign in (${answer.status}).`)
  }
  const parsed = tokenAnswer.safeParse(answer.body)
  if (!parsed.success)
    throw new AppError('crm-protocol', 'What answers at this address is not a CRM we know.')
  return parsed.data
}
