/** What to call whoever is behind a conversation, in the person's language. */
import { useTranslation } from 'react-i18next'
import type { Conversation } from '../../../contract'
import { useFormat } from '../../lib/format'
import { callIt } from './rules'

export function useCalled(): (conversation: Conversation) => { text: string; isNumber: boolean } {
  const { t } = useTranslation()
  const { phone } = useFormat()
  return (conversation) =>
    callIt(conversation, { phone, person: t('customer.unknown'), group: t('customer.unnamedGroup') })
}
