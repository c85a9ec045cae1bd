/**
 * Unlinking an account, erasing its history, taking it from the list: three steps of one way out, each with those before it. What was
 * asked for is written down first, so that a crash on the way is made up for at the next start. Only the sign-out at WhatsApp can't be
 * made up for then, because the session may be gone: the phone may go on listing a device that is no more.
 */
import type { Logger } from '../platform/ports'
import type { Remote } from '../storage'
import type { AccountRunner, SignedOut } from './account'
import type { accountsStore, Leaving } from './store'

export interface DepartureDeps {
  store: Remote<typeof accountsStore>
  /** Messages, search index and files; may be called again for what is erased already. */
  eraseHistory(accountId: string): Promise<void>
  /** It is in the list no more. */
  removed(accountId: string): void
  logger: Logger
  /** Ms. */
  now: () => number
}

export class Departures {
  readonly #underWay = new Set<string>()

  constructor(private readonly deps: DepartureDeps) {}

  /** Nothing else may be done with the account meanwhile. */
  isLeaving(accountId: string): boolean {
    return this.#underWay.has(accountId)
  }

  /**
   * Signs out at WhatsApp, deletes the session, then does the rest of what is asked.
   * The caller made sure that it is not leaving already. Answers what became of the sign-out.
   * @throws {AppError} `wrong-state` where the last one is to be removed; what the session throws, and then the account works on as it
   * was; what the rest throws, which is then made up for at the next start.
   */
  async leave(runner: AccountRunner, how: Leaving): Promise<SignedOut> {
    const { id } = runner
    this.#underWay.add(id)
    try {
      await this.deps.store.setLeaving(id, how)
      return await this.#goOn(runner, how)
    } finally {
      this.#underWay.delete(id)
    }
  }

  /** What the last run was interrupted in. Never rejects. */
  async resume(runner: AccountRunner, how: Leaving): Promise<void> {
    this.#underWay.add(runner.id)
    try {
      await this.#goOn(runner, how)
    } catch (error) {
      this.deps.logger.error('leaving-failed', { account: runner.id, how, error })
    } finally {
      this.#underWay.delete(runner.id)
    }
  }

  async #goOn(runner: AccountRunner, how: Leaving): Promise<SignedOut> {
    const { store } = this.deps
    let signedOut: SignedOut
    try {
      signedOut = await runner.signOut()
    } catch (error) {
      await store.setLeaving(runner.id, null)
      throw error
    }
    // From here on there is no way back: what fails is made up for at the next start, unless somebody links again before.
    await runner.unlinked()
    if (how !== 'unlink') await this.deps.eraseHistory(runner.id)
    if (how === 'remove') await runner.stop()
    await store.left(runner.id, how, this.deps.now())
    if (how === 'remove') this.deps.removed(runner.id)
    else await runner.refresh()
    return signedOut
  }
}
