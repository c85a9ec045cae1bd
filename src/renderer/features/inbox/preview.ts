/** One line for a message where there is no room for it: in the list, in quotes, in search results. */
import { useTranslation } from 'react-i18next'
import type { MessageType } from '../../../contract'
import { plainOf } from '../thread/rich-text'

export interface PreviewOf {
  type: MessageType
  body: string | null
  revoked?: boolean
}

/** The text where it says enough, else the kind in words ("Photo", or "Photo: for the shop" with a caption). */
export function usePreview(): (of: PreviewOf) => string {
  const { t } = useTranslation()
  return ({ type, body, revoked = false }) => {
    if (revoked) return t('thread.deletedShort')
    const text = plainOf(body ?? '')
      .replace(/\s+/g, ' ')
      .trim()
    if (type === 'text' || (type === 'system' && text !== '')) return text
    const kind = t(`thread.kind.${type}`)
    return text === '' ? kind : `${kind}: ${text}`
  }
}
