/** Why the CRM did not take something: Leadline's own sentences in the person's language, the server's as it said them. */
import { useTranslation } from 'react-i18next'
import { readCrmReason } from '../../../contract/entities/crm-reason'

/** `byName`: it is said that a server's words are the CRM's. */
export function useReason(): (text: string, byName?: boolean) => string {
  const { t } = useTranslation()
  return (text, byName = false) => {
    const own = readCrmReason(text)
    if (own) return t(`crm.reason.${own.reason}`, { detail: own.detail })
    return byName ? t('crm.said', { reason: text }) : text
  }
}
