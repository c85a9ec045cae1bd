/**
 * Why something waits for the CRM, where Leadline itself has to say it: kept as an English sentence beside what servers say in their own
 * words, and said by the screens in their language.
 */
const SENTENCES = {
  'no-answer': 'The CRM does not answer at this address.',
  'no-address': 'The CRM’s address was not found.',
  'no-network': 'There is no network.',
  unreachable: 'The CRM can’t be reached.',
  cut: 'The connection was cut.',
  late: 'The CRM did not answer in time.',
  'not-understood': 'The CRM’s answer was not understood.',
  'not-sent': 'Leadline could not send it.',
  /** `{}`: who was signed in before. */
  'of-other': 'It was left waiting by {}, who was signed in here before.',
  /** `{}`: what the CRM comes to. */
  'other-total': 'The CRM adds it up to {}, which is not what it comes to here.',
  'keeps-none': 'This CRM takes nothing of this kind from Leadline: it stays on this machine.',
  unreadable: 'The CRM keeps it in a way that Leadline can’t read.',
  unsendable: 'It can’t be sent as it is: open it and change it.',
  /** `{}`: the HTTP status, or the system's name for the error. */
  'unreachable-by': 'The CRM can’t be reached ({}).',
  answered: 'The CRM answered {}.',
  'something-else': 'Something other than the CRM answered ({}).',
} as const
export type CrmReason = keyof typeof SENTENCES
export const CRM_REASONS = Object.keys(SENTENCES) as CrmReason[]

export const crmReason = (reason: CrmReason, detail: string | number = ''): string =>
  SENTENCES[reason].replace('{}', String(detail))

/** Which of our own sentences this is, with what stands in it; null for what a server said. */
export function readCrmReason(text: string): { reason: CrmReason; detail: string } | null {
  for (const reason of CRM_REASONS) {
    const [before = '', after = ''] = SENTENCES[reason].split('{}')
    const hasDetail = SENTENCES[reason].includes('{}')
    if (!hasDetail && text === before) return { reason, detail: '' }
    if (hasDetail && text.startsWith(before) && text.endsWith(after) && text.length > before.length)
      return { reason, detail: text.slice(before.length, text.length - after.length) }
  }
  return null
}
