/** Which step of the first run (or of unlocking) is next; null where the rooms can open. Pure: a reload goes on where it was. */
import type { Account, Preferences, SetupStatus } from '../../../contract'
import { isNeverLinked } from '../account/view'

export type SetupStep =
  'problem' | 'language' | 'key' | 'recovery-code' | 'unlock' | 'opening' | 'crm' | 'keep' | 'link'

/** Steps of the first run in order. */
export const FIRST_RUN: readonly SetupStep[] = ['language', 'key', 'recovery-code', 'crm', 'keep', 'link']

/**
 * "Step 2 of 5"; null for what is no step of the first run.
 * @param asksForKey false where the key is made by itself, in a keychain or as a file that was asked for at the start: no step then.
 */
export function placeOfStep(step: SetupStep, asksForKey: boolean): { at: number; of: number } | null {
  const steps = FIRST_RUN.filter((one) => one !== 'key' || asksForKey)
  const at = steps.indexOf(step === 'key' && !asksForKey ? 'recovery-code' : step)
  return at < 0 ? null : { at: at + 1, of: steps.length }
}

export function nextSetupStep(
  status: SetupStatus,
  preferences: Preferences,
  accounts: readonly Account[],
  /** The link step is on the screen and was not left by the person: history then arrives there, counted. */
  linking = false,
): SetupStep | null {
  if (status.problem) return 'problem'
  if (preferences.language === null) return 'language'
  if (status.stage === 'new') return 'key'
  if (status.stage === 'locked') return 'unlock'
  if (status.recoveryCode !== null) return 'recovery-code'
  if (status.stage === 'opening') return 'opening'
  if (!preferences.crmStepDone) return 'crm'
  if (preferences.keep === null || preferences.riskAcceptedAt === null) return 'keep'
  // Only the first linking belongs to the first run: later ones are a banner over the inbox.
  if (preferences.linkLater) return null
  const account = accounts[0]
  if (account?.state === 'syncing' && linking) return 'link'
  if (account && isNeverLinked(account) && !preferences.hintsSeen && isLinking(account)) return 'link'
  return null
}

/** Also while WhatsApp can't be reached: the step stays and says so, as an empty inbox would not. */
const isLinking = (account: Account) =>
  account.state === 'unlinked' ||
  account.state === 'linking' ||
  account.state === 'reconnecting' ||
  (account.state === 'attention' && account.reason !== 'logged-out')
