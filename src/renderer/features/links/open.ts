/** Goes where a link or a notification leads, as soon as there are rooms to go to. Nothing is started or sent by a link alone. */
import type { OpenTarget } from '../../../contract'
import { client, onEvent } from '../../client'
import { attempt, problemText } from '../../lib/attempt'
import { setPanes } from '../../shell/panes'
import { useAccounts, useSetup } from '../../stores/app'
import { openConversation } from '../../stores/navigation'
import { toast } from '../../ui/toast'
import { startChat } from '../contacts'
import { findTarget } from './find'

let waiting: OpenTarget | null = null

async function go(target: OpenTarget): Promise<void> {
  const answer = await attempt(async () => ({ found: await findTarget(target, client) }))
  if (answer === null) return
  const { found } = answer
  if (found === null) {
    toast(problemText({ code: 'not-found', reference: null }))
    return
  }
  if ('phone' in found) {
    openConversation(null)
    startChat(found.phone)
    return
  }
  openConversation(found.conversationId)
  if (found.showCard) setPanes({ cardShown: true })
}

function goOnceOpen(): void {
  const isOpen = useSetup.getState().status?.stage === 'open' && useAccounts.getState().accounts !== null
  if (waiting === null || !isOpen) return
  const target = waiting
  waiting = null
  void go(target)
}

export function startLinks(): void {
  onEvent('open', ({ target }) => {
    waiting = target
    goOnceOpen()
  })
  useSetup.subscribe(goOnceOpen)
  useAccounts.subscribe(goOnceOpen)
}
