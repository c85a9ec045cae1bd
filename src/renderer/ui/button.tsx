/** Buttons: one face for every action, so that size, focus ring and the busy state are the same everywhere. */
import { LoaderCircle } from 'lucide-react'
import type { ComponentProps, ReactNode } from 'react'
import { cx } from '../lib/cx'
import { Tooltip } from './tooltip'

export type ButtonVariant = 'primary' | 'secondary' | 'ghost' | 'danger'

const VARIANTS: Record<ButtonVariant, string> = {
  primary: 'bg-accent text-on-accent shadow-1 hover:bg-accent-hover',
  secondary: 'bg-surface-1 text-text-1 border border-line-strong/60 shadow-1 hover:bg-surface-2',
  ghost: 'text-text-2 hover:bg-surface-2 hover:text-text-1',
  danger: 'bg-danger text-on-danger shadow-1 hover:bg-danger-hover',
}

const SIZES = {
  sm: 'h-7 px-2.5 text-small gap-1.5',
  md: 'h-8 px-3 text-body gap-2',
  lg: 'h-10 px-4 text-body gap-2',
}

const faceOf = (variant: ButtonVariant, size: keyof typeof SIZES): string =>
  cx(
    'inline-flex max-w-full shrink-0 items-center justify-center rounded-control font-medium select-none',
    'transition-colors duration-[120ms] disabled:opacity-50 aria-disabled:opacity-50',
    VARIANTS[variant],
    SIZES[size],
  )

export interface ButtonProps extends ComponentProps<'button'> {
  variant?: ButtonVariant
  size?: keyof typeof SIZES
  /** Shows a spinner and takes no second press; the name stays. */
  busy?: boolean
  icon?: ReactNode
}

export function Button({
  variant = 'secondary',
  size = 'md',
  busy = false,
  icon,
  className,
  children,
  ...rest
}: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      // Not `disabled`: the browser would take the focus away from it, and the person would have to look for the place again.
      aria-disabled={busy || undefined}
      aria-busy={busy || undefined}
      onClick={busy ? (event) => event.preventDefault() : rest.onClick}
      className={cx(faceOf(variant, size), className)}
    >
      {busy ? <LoaderCircle aria-hidden className="size-4 shrink-0 animate-spin" /> : icon}
      <span className="truncate">{children}</span>
    </button>
  )
}

export interface LinkButtonProps extends ComponentProps<'a'> {
  icon?: ReactNode
}

/** A link that looks like a button: what it leads to is fetched by the browser, such as a download. */
export function LinkButton({ icon, children, ...rest }: LinkButtonProps) {
  return (
    <a {...rest} className={faceOf('secondary', 'md')}>
      {icon}
      <span className="truncate">{children}</span>
    </a>
  )
}

export interface IconButtonProps extends Omit<ComponentProps<'button'>, 'aria-label' | 'children'> {
  /** Its accessible name, also shown as a tooltip. */
  label: string
  icon: ReactNode
  /** A key to show in the tooltip, e.g. `Alt+J`. */
  hint?: string
  size?: 'sm' | 'md' | 'lg'
  /** The one main action of its place. */
  primary?: boolean
  side?: 'top' | 'right' | 'bottom' | 'left'
}

const ICON_SIZES = { sm: 'size-7', md: 'size-8', lg: 'size-10' }

export function IconButton({
  label,
  icon,
  hint,
  size = 'md',
  primary = false,
  side = 'bottom',
  className,
  ...rest
}: IconButtonProps) {
  return (
    <Tooltip text={label} hint={hint} side={side}>
      <button
        type="button"
        aria-label={label}
        {...rest}
        className={cx(
          'inline-flex shrink-0 items-center justify-center rounded-control select-none',
          'transition-colors duration-[120ms] disabled:opacity-40',
          primary
            ? 'bg-accent text-on-accent hover:bg-accent-hover'
            : 'text-text-2 hover:bg-surface-3 hover:text-text-1 aria-pressed:bg-surface-3 aria-pressed:text-text-1 data-[state=open]:bg-surface-3',
          ICON_SIZES[size],
          className,
        )}
      >
        {icon}
      </button>
    </Tooltip>
  )
}
