/** The customer card beside the thread that is open; over it where the window is small. */
import { useTranslation } from 'react-i18next'
import { cx } from '../../lib/cx'
import { useMedium } from '../../lib/use-media'
import { setPanes, usePanes } from '../../shell/panes'
import { Resizer } from '../../shell/resizer'
import { openId, useNavigation } from '../../stores/navigation'
import { useThread } from '../../stores/thread'
import { CustomerCard } from '../customer'

export function CardPane() {
  const { t } = useTranslation()
  const medium = useMedium()
  const { card, cardShown } = usePanes()
  const open = useNavigation((state) => openId(state.place))
  const conversation = useThread((state) => state.conversation)
  if (open === null || conversation === null || !cardShown) return null
  return (
    <>
      {!medium && <Resizer pane="card" name={t('inbox.card')} />}
      <aside
        aria-label={t('inbox.card')}
        className={cx(
          'flex min-h-0 shrink-0 flex-col overflow-y-auto bg-surface-1',
          medium
            ? 'absolute inset-y-0 right-0 z-20 w-[min(360px,100%)] animate-slide border-l border-line shadow-3'
            : 'relative',
        )}
        style={medium ? undefined : { width: card }}
      >
        <CustomerCard
          key={conversation.id}
          conversation={conversation}
          onClose={() => setPanes({ cardShown: false })}
        />
      </aside>
    </>
  )
}
