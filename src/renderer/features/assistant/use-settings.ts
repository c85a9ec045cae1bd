/** How the assistant is set on one account; each change is kept at once, and the app's answer has the last word. */
import { useCallback, useEffect, useState } from 'react'
import type { AssistantChange, AssistantSettings } from '../../../contract'
import { client, onOnline } from '../../client'
import { attempt } from '../../lib/attempt'

export interface AssistantSet {
  settings: AssistantSettings
  defaults: Pick<AssistantSettings, 'words' | 'texts'>
  change: (change: AssistantChange) => Promise<void>
}

/** Null until read. */
export function useAssistantSettings(accountId: string): AssistantSet | null {
  const [found, setFound] = useState<Omit<AssistantSet, 'change'> | null>(null)
  useEffect(() => {
    let gone = false
    const read = async () => {
      const answer = await attempt(() => client.assistant.settings({ accountId }))
      if (answer && !gone) setFound(answer)
    }
    void read()
    const stop = onOnline(() => void read())
    return () => {
      gone = true
      stop()
    }
  }, [accountId])
  const change = useCallback(
    async (wanted: AssistantChange) => {
      const settings = await attempt(() => client.assistant.change({ accountId, change: wanted }))
      if (settings) setFound((before) => before && { ...before, settings })
    },
    [accountId],
  )
  return found && { ...found, change }
}
