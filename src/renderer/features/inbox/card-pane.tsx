/** The customer card beside the thread that is open; over it where the window is small. */
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { cx } from '../../lib/cx'
import { useMedium } from '../../lib/use-media'
import { setPanes, usePanes } from '../../shell/panes'
import { Resizer } from '../../shell/resizer'
import { openId, useNavigation } from '../../stores/navigation'
import { useThread } from '../../stores/thread'
import { focusIfLost } from '../../ui'
import { CustomerCard } from '../customer'

export function CardPane() {
  const { t } = useTranslation()
  const medium = useMedium()
  const { card, cardShown } = usePanes()
  const open = useNavigation((state) => openId(state.place))
  const conversation = useThread((state) => state.conversation)
  const isShown = open !== null && conversation !== null && cardShown
  const pane = useRef<HTMLElement>(null)
  const isOver = isShown && medium
  // What lies over the thread takes the focus, unless a form in it has it already, and gives it back.
  useEffect(() => {
    if (!isOver) return
    const opener = document.activeElement
    if (!pane.current?.contains(opener)) pane.current?.focus()
    return () => {
      requestAnimationFrame(() => {
        if (opener instanceof HTMLElement && opener.isConnected) focusIfLost(opener)
      })
    }
  }, [isOver])
  if (!isShown) return null
  return (
    <>
      {!medium && <Resizer pane="card" name={t('inbox.card')} />}
      <aside
        ref={pane}
        tabIndex={medium ? -1 : undefined}
        data-overlay={medium || undefined}
        aria-label={t('inbox.card')}
        onKeyDown={(event) => {
          if (!medium || event.key !== 'Escape' || event.defaultPrevented) return
          event.stopPropagation()
          setPanes({ cardShown: false })
        }}
        className={cx(
          'flex min-h-0 shrink-0 flex-col overflow-y-auto bg-surface-1 focus-visible:outline-none',
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
