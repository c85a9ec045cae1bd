/** The inbox: conversations, thread and customer card side by side, fewer at a time where the window is small. */
import { useTranslation } from 'react-i18next'
import { cx } from '../../lib/cx'
import { useMedium, useNarrow } from '../../lib/use-media'
import { Resizer } from '../../shell/resizer'
import { setPanes, usePanes } from '../../shell/panes'
import { openId, useNavigation } from '../../stores/navigation'
import { useThread } from '../../stores/thread'
import { AccountBanner } from '../account/banner'
import { AccountDialogs } from '../account/dialogs'
import { CustomerCard } from '../customer'
import { Thread } from '../thread/thread'
import { Hints } from './hints'
import { ConversationList } from './list'

export function InboxScreen() {
  const { t } = useTranslation()
  const narrow = useNarrow()
  const medium = useMedium()
  const panes = usePanes()
  const open = useNavigation((state) => openId(state.place))
  const conversation = useThread((state) => state.conversation)
  const showList = !narrow || open === null
  const showThread = !narrow || open !== null
  const showCard = open !== null && conversation !== null && panes.cardShown
  return (
    <main className="flex min-h-0 min-w-0 grow flex-col bg-surface-1">
      <AccountBanner />
      <div className="relative flex min-h-0 grow">
        {showList && (
          <div
            className={cx('flex min-h-0 flex-col', narrow ? 'min-w-0 grow' : 'shrink-0')}
            style={narrow ? undefined : { width: panes.list }}
          >
            <ConversationList />
          </div>
        )}
        {!narrow && <Resizer pane="list" name={t('inbox.list')} />}
        {showThread && <Thread />}
        {showCard && !medium && <Resizer pane="card" name={t('inbox.card')} />}
        {showCard && (
          <aside
            aria-label={t('inbox.card')}
            className={cx(
              'flex min-h-0 shrink-0 flex-col overflow-y-auto bg-surface-1',
              medium
                ? 'absolute inset-y-0 right-0 z-20 w-[min(360px,100%)] animate-slide border-l border-line shadow-3'
                : 'relative',
            )}
            style={medium ? undefined : { width: panes.card }}
          >
            <CustomerCard
              key={conversation.id}
              conversation={conversation}
              onClose={() => setPanes({ cardShown: false })}
            />
          </aside>
        )}
      </div>
      <Hints />
      <AccountDialogs />
    </main>
  )
}
