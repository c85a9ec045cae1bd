/** The field by which a list is searched as one types; the search command leads to it. */
import { Search, X } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '../../ui'
import { useCommand } from './registry'

export interface SearchBoxProps {
  label: string
  hint: string
  /** What the list is searched by now; where that was changed elsewhere ("Show all"), it stands in the field. */
  query: string
  /** How long a pause in typing is before the list is searched, ms; an emptied field is taken at once. */
  pause: number
  onQuery: (query: string) => void
}

export function SearchBox({ label, hint, query, pause, onQuery }: SearchBoxProps) {
  const { t } = useTranslation()
  const [text, setText] = useState(query)
  /** What this field asked for last. */
  const [asked, setAsked] = useState(query)
  if (query !== asked) {
    setAsked(query)
    setText(query)
  }
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (text.trim() === query) return
    const ask = () => {
      setAsked(text.trim())
      onQuery(text.trim())
    }
    const timer = setTimeout(ask, text === '' ? 0 : pause)
    return () => clearTimeout(timer)
  }, [text, query, pause, onQuery])
  useCommand('search', () => input.current?.focus())
  return (
    <div className="relative">
      <Search aria-hidden className="pointer-events-none absolute top-2 left-2.5 size-4 text-text-3" />
      <input
        ref={input}
        type="search"
        aria-label={label}
        placeholder={hint}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && text !== '') {
            event.stopPropagation()
            setText('')
          }
        }}
        className="h-8 w-full rounded-control border border-transparent bg-surface-2 pr-8 pl-8 text-body hover:border-line focus-visible:border-accent focus-visible:bg-surface-1 focus-visible:outline-offset-0 [&::-webkit-search-cancel-button]:hidden"
      />
      {text !== '' && (
        <IconButton
          size="sm"
          label={t('inbox.clearSearch')}
          icon={<X aria-hidden className="size-4" />}
          className="absolute top-0.5 right-0.5"
          onClick={() => {
            setText('')
            input.current?.focus()
          }}
        />
      )}
    </div>
  )
}
