/** Below a message that today's limit holds: why it waits, and the way to the limit. */
import { useTranslation } from 'react-i18next'
import { useAccounts } from '../../stores/app'
import { openSettings } from '../../stores/navigation'
import { useThread } from '../../stores/thread'
import { Button } from '../../ui'
import { isLimited } from '../account/view'

/** Of the thread that is open, like every bubble. */
export function Limited() {
  const { t } = useTranslation()
  const accountId = useThread((state) => state.conversation?.accountId)
  const held = useAccounts((state) =>
    state.accounts?.some((account) => account.id === accountId && isLimited(account)),
  )
  if (held !== true) return null
  return (
    <div className="mt-1 flex max-w-full flex-wrap items-center justify-end gap-x-2 gap-y-1 text-small">
      <span className="text-warning">{t('thread.limitedText')}</span>
      <Button size="sm" onClick={() => openSettings('limits')}>
        {t('account.help.limits')}
      </Button>
    </div>
  )
}
