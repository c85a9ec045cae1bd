/** How far a sent message got: a glyph with its word, never colour alone. */
import { Check, CheckCheck, CircleAlert, CircleHelp, Clock, Hourglass, type LucideIcon } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { SendState } from '../../../contract'
import { cx } from '../../lib/cx'

const GLYPHS: Record<SendState, LucideIcon> = {
  queued: Clock,
  sending: Clock,
  sent: Check,
  delivered: CheckCheck,
  read: CheckCheck,
  played: CheckCheck,
  failed: CircleAlert,
  unknown: CircleHelp,
  stale: Hourglass,
}

export function StatusTick({ state, className }: { state: SendState; className?: string }) {
  const { t } = useTranslation()
  const Icon = GLYPHS[state]
  const word = t(`thread.state.${state}`)
  return (
    <span role="img" aria-label={word} title={word} className="inline-flex shrink-0">
      <Icon
        aria-hidden
        strokeWidth={state === 'read' || state === 'played' ? 2.6 : 2}
        className={cx(
          'size-3.5',
          state === 'failed' ? 'text-danger' : state === 'read' || state === 'played' ? 'text-read' : '',
          (state === 'unknown' || state === 'stale') && 'text-warning',
          className,
        )}
      />
    </span>
  )
}
