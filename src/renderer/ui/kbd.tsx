/** A key or chord such as `Mod+K`, written as this machine's keyboards do. */
import { cx } from '../lib/cx'
import { keyParts } from '../lib/platform'

export function Kbd({ keys, quiet = false }: { keys: string; quiet?: boolean }) {
  return (
    <span className="inline-flex shrink-0 gap-0.5">
      {keyParts(keys).map((part) => (
        <kbd
          key={part}
          className={cx(
            'inline-flex h-[18px] min-w-[18px] items-center justify-center rounded-[4px] px-1 font-sans text-[11px] leading-none font-medium',
            quiet ? 'border border-current/40' : 'border border-line bg-surface-2 text-text-2',
          )}
        >
          {part}
        </kbd>
      ))}
    </span>
  )
}
