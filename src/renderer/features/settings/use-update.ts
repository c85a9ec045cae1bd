/** How it stands with updates, as long as the settings are on the screen; null until known. */
import { useEffect, useState } from 'react'
import type { UpdateStatus } from '../../../contract'
import { client, onEvent, onOnline } from '../../client'
import { attempt } from '../../lib/attempt'

export function useUpdate(): UpdateStatus | null {
  const [status, setStatus] = useState<UpdateStatus | null>(null)
  useEffect(() => {
    let gone = false
    const read = async () => {
      const now = await attempt(() => client.updates.status())
      if (now && !gone) setStatus(now)
    }
    const stopOnline = onOnline(() => void read())
    const stopEvents = onEvent('update', (event) => setStatus(event.status))
    void read()
    return () => {
      gone = true
      stopOnline()
      stopEvents()
    }
  }, [])
  return status
}
