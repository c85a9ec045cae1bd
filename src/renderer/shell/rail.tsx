/** The rail: one entry per screen that works, accounts and settings at its end. A bar at the foot on narrow screens. */
import { Inbox, Package, Settings, SquareKanban, Users, type LucideIcon } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { cx } from '../lib/cx'
import { useCrm } from '../stores/app'
import { useConversations } from '../stores/conversations'
import {
  openBoard,
  openCatalog,
  openInbox,
  openPerson,
  openSettings,
  useNavigation,
} from '../stores/navigation'
import { Tooltip } from '../ui'

interface EntryProps {
  icon: LucideIcon
  label: string
  current: boolean
  narrow: boolean
  /** Something is new there, or needs the person. */
  dot?: 'news' | 'needs' | null
  onOpen: () => void
}

function Entry({ icon: Icon, label, current, narrow, dot = null, onOpen }: EntryProps) {
  return (
    <Tooltip text={label} side={narrow ? 'top' : 'right'}>
      <button
        type="button"
        aria-label={label}
        aria-current={current ? 'page' : undefined}
        onClick={onOpen}
        className={cx(
          'focus-inset relative flex size-10 items-center justify-center rounded-card text-text-3 transition-colors duration-[120ms]',
          'hover:bg-surface-3 hover:text-text-1 aria-[current]:bg-accent-soft aria-[current]:text-accent-text',
        )}
      >
        {current && !narrow && (
          <span
            aria-hidden
            className="absolute top-2.5 bottom-2.5 -left-2 w-[3px] rounded-r-full bg-accent"
          />
        )}
        <Icon aria-hidden className="size-5" strokeWidth={current ? 2.2 : 1.8} />
        {dot && (
          <span
            aria-hidden
            className={cx(
              'absolute top-1.5 right-1.5 size-2 rounded-full ring-2 ring-surface-0',
              dot === 'news' ? 'bg-accent' : 'bg-danger',
            )}
          />
        )}
      </button>
    </Tooltip>
  )
}

export function Rail({ narrow }: { narrow: boolean }) {
  const { t } = useTranslation()
  const screen = useNavigation((state) => state.place.screen)
  const unread = useConversations((state) => state.unread)
  const refused = useCrm((state) => state.status?.refused ?? 0)
  return (
    <nav
      aria-label={t('common.rail')}
      className={cx(
        'flex shrink-0 items-center bg-surface-0',
        narrow
          ? 'h-14 justify-around border-t border-line px-4'
          : 'w-14 flex-col gap-1 border-r border-line py-2',
      )}
    >
      <Entry
        icon={Inbox}
        label={unread > 0 ? t('inbox.railUnread', { count: unread }) : t('common.inbox')}
        current={screen === 'inbox'}
        narrow={narrow}
        dot={unread > 0 ? 'news' : null}
        onOpen={openInbox}
      />
      <Entry
        icon={SquareKanban}
        label={t('leads.heading')}
        current={screen === 'leads'}
        narrow={narrow}
        onOpen={() => openBoard()}
      />
      <Entry
        icon={Users}
        label={t('people.title')}
        current={screen === 'people'}
        narrow={narrow}
        onOpen={() => openPerson(null)}
      />
      <Entry
        icon={Package}
        label={t('catalog.title')}
        current={screen === 'catalog'}
        narrow={narrow}
        onOpen={openCatalog}
      />
      {!narrow && <div className="grow" />}
      <Entry
        icon={Settings}
        label={refused > 0 ? t('crm.railNeeds', { count: refused }) : t('common.settings')}
        current={screen === 'settings'}
        narrow={narrow}
        dot={refused > 0 ? 'needs' : null}
        onOpen={() => openSettings(refused > 0 ? 'crm' : null)}
      />
    </nav>
  )
}
