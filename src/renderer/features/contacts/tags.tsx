/** A person's tags, with those that are used already offered while one is typed. */
import { Plus, X } from 'lucide-react'
import { useEffect, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { client } from '../../client'
import { cx } from '../../lib/cx'
import { Button, controlClass } from '../../ui'

/** The CRM takes so long a tag. */
const LONGEST = 40

function useOffered(query: string, taken: readonly string[]): string[] {
  const [found, setFound] = useState<string[]>([])
  useEffect(() => {
    let current = true
    const timer = setTimeout(() => {
      client.contacts.tags({ query, limit: 8 }).then(
        (tags) => current && setFound(tags.map(({ tag }) => tag)),
        // Only an offer: a tag can be typed whole.
        () => current && setFound([]),
      )
    }, 120)
    return () => {
      current = false
      clearTimeout(timer)
    }
  }, [query])
  return found.filter((tag) => !taken.includes(tag)).slice(0, 6)
}

export interface TagFieldProps {
  taken: readonly string[]
  onAdd: (tag: string) => void
  onClose?: () => void
}

/** The field in which a tag is typed or picked: arrows, Enter; Esc closes. */
export function TagField({ taken, onAdd, onClose }: TagFieldProps) {
  const { t } = useTranslation()
  const id = useId()
  const [text, setText] = useState('')
  const [at, setAt] = useState(-1)
  const offered = useOffered(text.trim(), taken)
  const active = Math.min(at, offered.length - 1)
  const add = (tag: string) => {
    if (tag.trim() === '') return
    onAdd(tag.trim())
    setText('')
    setAt(-1)
  }
  return (
    <div className="relative">
      <input
        id={id}
        autoFocus
        role="combobox"
        aria-label={t('people.newTag')}
        aria-expanded={offered.length > 0}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={active >= 0 ? `${id}-${active}` : undefined}
        autoComplete="off"
        maxLength={LONGEST}
        dir="auto"
        placeholder={t('people.newTag')}
        value={text}
        className={cx(controlClass, 'h-8')}
        onChange={(event) => {
          setText(event.currentTarget.value)
          setAt(-1)
        }}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown') setAt((active + 1) % Math.max(1, offered.length))
          else if (event.key === 'ArrowUp') setAt((active <= 0 ? offered.length : active) - 1)
          else if ((event.key === 'Enter' && !event.nativeEvent.isComposing) || event.key === ',')
            add(offered[active] ?? text)
          else if (event.key === 'Escape' && onClose) {
            event.stopPropagation()
            onClose()
          } else return
          event.preventDefault()
        }}
      />
      <ul
        id={`${id}-list`}
        role="listbox"
        aria-label={t('people.knownTags')}
        className={cx(
          'mt-1 max-h-44 overflow-y-auto rounded-control border border-line bg-surface-1',
          offered.length === 0 && 'hidden',
        )}
      >
        {offered.map((tag, index) => (
          <li
            key={tag}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === active}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => add(tag)}
            className={cx(
              'truncate border-l-2 px-2.5 py-1 text-start hover:bg-surface-2',
              index === active ? 'border-accent bg-surface-2' : 'border-transparent',
            )}
          >
            <bdi>{tag}</bdi>
          </li>
        ))}
      </ul>
    </div>
  )
}

export interface TagsProps {
  tags: readonly string[]
  /** The tags as they shall be; left out where they may not be changed. */
  onChange?: ((tags: string[]) => void) | undefined
}

export function Tags({ tags, onChange }: TagsProps) {
  const { t } = useTranslation()
  const [adding, setAdding] = useState(false)
  const opener = useRef<HTMLButtonElement>(null)
  const close = () => {
    setAdding(false)
    requestAnimationFrame(() => opener.current?.focus())
  }
  if (!onChange && tags.length === 0) return null
  return (
    <div className="flex w-full min-w-0 flex-col gap-1.5">
      <ul aria-label={t('people.tags')} className="flex min-w-0 flex-wrap items-center gap-1">
        {tags.map((tag) => (
          <li
            key={tag}
            className="inline-flex h-6 max-w-full items-center gap-1 rounded-full bg-surface-2 pr-1 pl-2.5 text-meta font-medium text-text-2"
          >
            <span dir="auto" className="min-w-0 truncate">
              {tag}
            </span>
            {onChange ? (
              <button
                type="button"
                aria-label={t('people.removeTag', { tag })}
                onClick={() => onChange(tags.filter((one) => one !== tag))}
                className="flex size-5 shrink-0 items-center justify-center rounded-full text-text-3 hover:bg-surface-3 hover:text-text-1"
              >
                <X aria-hidden className="size-3" />
              </button>
            ) : (
              <span className="w-1.5" />
            )}
          </li>
        ))}
        {onChange && !adding && (
          <li>
            <Button
              ref={opener}
              size="sm"
              variant="ghost"
              icon={<Plus aria-hidden className="size-3.5" />}
              onClick={() => setAdding(true)}
            >
              {t('people.addTag')}
            </Button>
          </li>
        )}
      </ul>
      {onChange && adding && (
        <TagField taken={tags} onAdd={(tag) => onChange([...tags, tag])} onClose={close} />
      )}
    </div>
  )
}
