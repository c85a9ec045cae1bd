/** How things stand with the CRM, as one word and a tone. Pure. */
import type { CrmStatus } from '../../../contract'
import type { Tone } from '../../ui'

export interface CrmView {
  /** Below `crm.word.`. */
  word: 'none' | 'signedOut' | 'refused' | 'unreachable' | 'waiting' | 'synced' | 'asking'
  tone: Tone
}

export function crmView(status: CrmStatus): CrmView {
  if (status.state === 'none') return { word: 'none', tone: 'neutral' }
  if (status.state === 'signed-out') return { word: 'signedOut', tone: 'warning' }
  if (status.refused > 0) return { word: 'refused', tone: 'danger' }
  if (status.reachable === false) return { word: 'unreachable', tone: 'warning' }
  if (status.waiting > 0) return { word: 'waiting', tone: 'info' }
  return status.reachable === null ? { word: 'asking', tone: 'neutral' } : { word: 'synced', tone: 'success' }
}
