/** The inactivity lock on the screens' side: tells that somebody is there, and forgets what was shown once it is locked. */
import { client, problemOf } from '../client'
import { useAccounts, useCrm, useSetup } from './app'
import { forgetConversations } from './conversations'
import { openThread } from './thread'

/** As often is told that somebody is there, at most; milliseconds. */
const TELL_EVERY = 15_000

let toldAt = 0

function touched(): void {
  const now = Date.now()
  const isOpen = useSetup.getState().status?.stage === 'open'
  if (!isOpen || Math.abs(now - toldAt) < TELL_EVERY) return
  toldAt = now
  client.setup.active().catch((error: unknown) => {
    if (problemOf(error).code !== 'offline') reportError(error)
  })
}

/** Drafts stay, in memory: what was being written is not lost to a cup of coffee. */
function forget(): void {
  // Both let go what is still being read as well: it would come back behind the lock.
  void openThread(null, null)
  forgetConversations()
  useAccounts.setState(useAccounts.getInitialState(), true)
  useCrm.setState(useCrm.getInitialState(), true)
}

export function startLock(): void {
  for (const event of ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchmove'])
    addEventListener(event, touched, { passive: true, capture: true })
  useSetup.subscribe(({ status }, before) => {
    if (status?.stage === 'locked' && before.status?.stage === 'open') forget()
    // The one who has just unlocked is there.
    if (status?.stage === 'open' && before.status?.stage === 'locked') toldAt = 0
  })
}
