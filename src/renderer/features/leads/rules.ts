/** A lead while it is written, and what is still missing. Pure. */
import type { Lead, LeadInput, Stage } from '../../../contract'
import type { Amount } from '../orders/draft'

export interface LeadDraft {
  id: string
  title: string
  stageId: string
  value: Amount
  currency: string
}

/** Where a new lead begins: the first open stage, else the first. */
export function firstStage(stages: readonly Stage[]): string {
  const sorted = [...stages].sort((a, b) => a.order - b.order)
  return (sorted.find(({ outcome }) => outcome === 'open') ?? sorted[0])?.id ?? ''
}

export const draftOf = (lead: Lead, currency: string): LeadDraft => ({
  id: lead.id,
  title: lead.title,
  stageId: lead.stageId,
  value: lead.value,
  currency: lead.currency ?? currency,
})

export type LeadProblem = 'title' | 'value'

export interface CheckedLead {
  problems: LeadProblem[]
  /** What to keep; null while anything is wrong. */
  fields: LeadFields | null
}

type LeadFields = Pick<LeadInput, 'title' | 'stageId' | 'value' | 'currency'>

/** What a draft comes to, whether that can be kept or not. A lead without a value has no currency either. */
export function meantBy({ title, stageId, value, currency }: LeadDraft): LeadFields {
  const amount = value === 'unreadable' ? null : value
  return { title: title.trim(), stageId, value: amount, currency: amount === null ? null : currency }
}

export function checkLead(draft: LeadDraft): CheckedLead {
  const title = draft.title.trim()
  const problems: LeadProblem[] = []
  if (title === '' || title.length > 200) problems.push('title')
  if (draft.value === 'unreadable') problems.push('value')
  return { problems, fields: problems.length > 0 ? null : meantBy(draft) }
}
