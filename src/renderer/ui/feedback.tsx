/** What tells how things stand: banners, badges, progress, skeletons, empty states. Colour always comes with a glyph or a word. */
import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react'
import { useEffect, useState, type ReactNode } from 'react'
import { cx } from '../lib/cx'

export type Tone = 'neutral' | 'accent' | 'info' | 'success' | 'warning' | 'danger'

const BANNER: Record<Tone, string> = {
  neutral: 'bg-surface-2 text-text-1',
  accent: 'bg-accent-soft text-text-1',
  info: 'bg-info-soft text-text-1',
  success: 'bg-success-soft text-text-1',
  warning: 'bg-warning-soft text-text-1',
  danger: 'bg-danger-soft text-text-1',
}
/** The text colour of a tone. */
export const INK: Record<Tone, string> = {
  neutral: 'text-text-3',
  accent: 'text-accent-text',
  info: 'text-info',
  success: 'text-success',
  warning: 'text-warning',
  danger: 'text-danger',
}
const GLYPH: Record<Tone, typeof Info> = {
  neutral: Info,
  accent: Info,
  info: Info,
  success: CircleCheck,
  warning: TriangleAlert,
  danger: CircleAlert,
}

export interface BannerProps {
  tone?: Tone
  /** One sentence. */
  children: ReactNode
  /** The one button that helps. */
  action?: ReactNode
  /** Read out at once when it appears: only for trouble. */
  urgent?: boolean
  rounded?: boolean
}

export function Banner({ tone = 'info', children, action, urgent = false, rounded = false }: BannerProps) {
  const Glyph = GLYPH[tone]
  return (
    <div
      role={urgent ? 'alert' : 'status'}
      className={cx(
        'flex flex-wrap items-center gap-x-3 gap-y-2 px-4 py-2 text-body',
        rounded && 'rounded-card',
        BANNER[tone],
      )}
    >
      <Glyph aria-hidden className={cx('size-4 shrink-0', INK[tone])} />
      <p className="min-w-0 grow basis-48">{children}</p>
      {action}
    </div>
  )
}

export function Badge({ tone = 'neutral', children }: { tone?: Tone; children: ReactNode }) {
  return (
    <span
      className={cx(
        'inline-flex h-5 max-w-full shrink-0 items-center gap-1 truncate rounded-full px-2 text-meta font-medium',
        BANNER[tone],
        tone === 'neutral' ? 'text-text-2' : INK[tone],
      )}
    >
      {children}
    </span>
  )
}

/** The number of unread messages. */
export function CountBadge({ count, label }: { count: number; label: string }) {
  return (
    <span
      aria-label={label}
      role="img"
      className="numeric inline-flex h-[18px] min-w-[18px] shrink-0 items-center justify-center rounded-full bg-accent px-1.5 text-[11px] leading-none font-semibold text-on-accent"
    >
      {count > 99 ? '99+' : count}
    </span>
  )
}

export interface ProgressProps {
  label: string
  done: number
  /** Null while nobody knows: the bar then says so by moving. */
  total: number | null
}

export function Progress({ label, done, total }: ProgressProps) {
  const share = total === null || total === 0 ? null : Math.min(1, done / total)
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={total ?? undefined}
      aria-valuenow={share === null ? undefined : done}
      className="h-1.5 w-full overflow-hidden rounded-full bg-surface-3"
    >
      <div
        className={cx(
          'h-full rounded-full bg-accent transition-[width] duration-[180ms]',
          share === null && 'w-1/3 animate-pulse',
        )}
        style={share === null ? undefined : { width: `${share * 100}%` }}
      />
    </div>
  )
}

/** True once `wait` ms went by: nothing flickers for what is quick. */
export function useLate(wait = 150): boolean {
  const [late, setLate] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), wait)
    return () => clearTimeout(timer)
  }, [wait])
  return late
}

/** A grey stand-in, seen only after 150 ms. */
export function Skeleton({ className }: { className?: string }) {
  const late = useLate()
  return (
    <div aria-hidden className={cx('rounded-control', late && 'animate-pulse bg-surface-3', className)} />
  )
}

export interface EmptyStateProps {
  icon?: ReactNode
  title: string
  text?: string | undefined
  action?: ReactNode
}

/** Never blank: what would be here and the one way to get it. */
export function EmptyState({ icon, title, text, action }: EmptyStateProps) {
  return (
    <div className="flex flex-col items-center justify-center gap-2 px-6 py-10 text-center">
      {icon !== undefined && (
        <div
          aria-hidden
          className="mb-1 flex size-12 items-center justify-center rounded-full bg-surface-2 text-text-3"
        >
          {icon}
        </div>
      )}
      <p className="text-body font-medium text-text-1">{title}</p>
      {text !== undefined && <p className="max-w-[36ch] text-small text-text-2">{text}</p>}
      {action !== undefined && <div className="mt-2">{action}</div>}
    </div>
  )
}

export const VisuallyHidden = ({ children }: { children: ReactNode }) => (
  <span className="sr-only">{children}</span>
)
