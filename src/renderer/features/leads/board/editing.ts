/** Which lead is changed on the board. */
import { create } from 'zustand'
import type { Lead } from '../../../../contract'

export const useEditing = create<{ editing: Lead | 'new' | null }>(() => ({ editing: null }))

export const editLead = (lead: Lead): void => useEditing.setState({ editing: lead })
export const newLead = (): void => useEditing.setState({ editing: 'new' })
export const stopEditing = (): void => useEditing.setState({ editing: null })
