/** What could be cleaned up, looked for when the settings are opened and after each removal; and how far a removal is. */
import { useCallback, useEffect, useState } from 'react'
import type { CleanupProgress, CleanupStatistics, CleanupSurvey } from '../../../contract'
import { client, onEvent, problemOf, type Problem } from '../../client'

export interface CleanupState {
  survey: CleanupSurvey | null
  statistics: CleanupStatistics | null
  progress: CleanupProgress
  problem: Problem | null
  again: () => Promise<void>
}

export function useCleanup(): CleanupState {
  const [state, setState] = useState<Omit<CleanupState, 'again'>>({
    survey: null,
    statistics: null,
    progress: null,
    problem: null,
  })
  const again = useCallback(async () => {
    try {
      const [survey, statistics] = await Promise.all([client.cleanup.survey(), client.cleanup.statistics()])
      setState({ survey, statistics, progress: null, problem: null })
    } catch (error) {
      setState((before) => ({ ...before, problem: problemOf(error) }))
    }
  }, [])
  useEffect(() => {
    void again()
    return onEvent('cleanup', ({ progress }) => setState((before) => ({ ...before, progress })))
  }, [again])
  return { ...state, again }
}
