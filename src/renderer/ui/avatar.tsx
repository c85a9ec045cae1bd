/** Initials in a colour that belongs to the id, so that the same person looks the same everywhere. */
import { UserRound, UsersRound } from 'lucide-react'
import { cx } from '../lib/cx'
import { hueOf, initialsOf } from '../lib/people'

export interface AvatarProps {
  id: string
  name: string | null
  group?: boolean
  size?: 'sm' | 'md' | 'lg'
}

const SIZES = { sm: 'size-7 text-[11px]', md: 'size-10 text-small', lg: 'size-14 text-title' }

export function Avatar({ id, name, group = false, size = 'md' }: AvatarProps) {
  const hue = hueOf(id)
  const initials = name === null ? '' : initialsOf(name)
  const Glyph = group ? UsersRound : UserRound
  return (
    <span
      aria-hidden
      className={cx(
        'inline-flex shrink-0 items-center justify-center rounded-full font-semibold select-none',
        SIZES[size],
      )}
      style={{
        background: `oklch(var(--avatar-lightness) var(--avatar-chroma) ${hue})`,
        color: `oklch(var(--avatar-text) 0.07 ${hue})`,
      }}
    >
      {initials === '' || group ? <Glyph className="size-1/2" /> : initials}
    </span>
  )
}
