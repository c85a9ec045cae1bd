/** The inbox: conversations, thread and customer card side by side, fewer at a time where the window is small. */
import { useTranslation } from 'react-i18next'
import { cx } from '../../lib/cx'
import { useNarrow } from '../../lib/use-media'
import { Resizer } from '../../shell/resizer'
import { usePanes } from '../../shell/panes'
import { openId, useNavigation } from '../../stores/navigation'
import { AccountBanner } from '../account/banner'
import { AccountDialogs } from '../account/dialogs'
import { Thread } from '../thread/thread'
import { CardPane } from './card-pane'
import { Hints } from './hints'
import { ConversationList } from './list'

export function InboxScreen() {
  const { t } = useTranslation()
  const narrow = useNarrow()
  const panes = usePanes()
  const open = useNavigation((state) => openId(state.place))
  const showList = !narrow || open === null
  const showThread = !narrow || open !== null
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
        <CardPane />
      </div>
      <Hints />
      <AccountDialogs />
    </main>
  )
}
