/** The sign of a state: an icon and a colour, beside words. */
import {
  CircleCheck,
  CirclePause,
  CircleSlash,
  Hourglass,
  Link2,
  LoaderCircle,
  Power,
  RefreshCw,
  Save,
  TriangleAlert,
  Unlink,
  type LucideIcon,
} from 'lucide-react'
import { cx } from '../../lib/cx'
import { INK } from '../../ui'
import type { AccountView } from './view'

const GLYPHS: Partial<Record<AccountView['word'], LucideIcon>> = {
  unlinked: Unlink,
  linking: Link2,
  syncing: LoaderCircle,
  connected: CircleCheck,
  reconnecting: RefreshCw,
  unreachable: RefreshCw,
  retrying: RefreshCw,
  saving: Save,
  restoring: RefreshCw,
  'link-lost': Unlink,
  stopped: Power,
  paused: CirclePause,
  limited: Hourglass,
  banned: CircleSlash,
  timelock: Hourglass,
}

export function Glyph({ view }: { view: AccountView }) {
  const Icon = GLYPHS[view.word] ?? TriangleAlert
  return (
    <Icon
      aria-hidden
      className={cx('size-4 shrink-0', INK[view.tone], view.word === 'syncing' && 'animate-spin')}
    />
  )
}
