/** The warning where somebody is written to who asked not to be: since when, and how one came to know. Nothing for anybody else. */
import { useTranslation } from 'react-i18next'
import type { Contact } from '../../../contract'
import { useFormat } from '../../lib/format'
import { Banner } from '../../ui'

export interface OptedOutProps {
  /** Null while nothing is known of them. */
  contact: Contact | null
  /** As they are called on the screen it stands on; their own name unless given. */
  name?: string
}

export const isOptedOut = (contact: Contact | null): boolean => contact?.consent.state === 'out'

export function OptedOut({ contact, name }: OptedOutProps) {
  const { t } = useTranslation()
  const format = useFormat()
  if (contact?.consent.state !== 'out') return null
  const { at, how } = contact.consent
  return (
    <Banner tone="warning" rounded>
      {t('composer.optedOut', { name: name ?? contact.name })}
      {at !== null && (
        <span className="text-text-2" title={format.exact(at)}>
          {' '}
          {format.day(at)}
        </span>
      )}
      {how !== null && (
        <span dir="auto" className="text-text-2">
          {at === null ? ' ' : ' · '}
          {how}
        </span>
      )}
    </Banner>
  )
}
