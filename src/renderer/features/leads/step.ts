/** The lead whose next step is written. */
import { create } from 'zustand'
import type { Lead } from '../../../contract'

export const useStep = create<{ lead: Lead | null }>(() => ({ lead: null }))

export const editStep = (lead: Lead | null): void => useStep.setState({ lead })
