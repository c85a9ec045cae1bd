/** Why the CRM did not take something: Leadline's own sentences in the person's language, the server's as it said them. */
import { useTranslation } from 'react-i18next'
import { readCrmReason } from '../../../contract/entities/crm-reason'

export function useReason(): (text: string) => string {
  const { t } = useTranslation()
  return (text) => {
    const own = readCrmReason(text)
    return own ? t(`crm.reason.${own.reason}`, { detail: own.detail }) : text
  }
}
