/** What an account did today, in words. */
import { useTranslation } from 'react-i18next'
import type { Account } from '../../../contract'
import { useFormat } from '../../lib/format'

export function Today({ today }: { today: Account['today'] }) {
  const { t } = useTranslation()
  const { number } = useFormat()
  const { sent, received, newContacts, limit } = today
  return [
    t('account.sentToday', { count: sent, sent: number(sent), limit: number(limit) }),
    t('account.receivedToday', { count: received, received: number(received) }),
    t('account.newContacts', { count: newContacts, new: number(newContacts) }),
  ].join(' · ')
}
