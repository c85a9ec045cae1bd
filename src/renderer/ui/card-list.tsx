/** A part of a card: its heading, the button that adds to it, and a list, or the sentence that there is nothing yet. */
import { Plus } from 'lucide-react'
import type { ReactNode, Ref } from 'react'
import { Button } from './button'

export interface CardListProps {
  /** Of the heading, which names the list. */
  id: string
  heading: string
  add: string
  /** Null where the person may add nothing. */
  onAdd: (() => void) | null
  /** The button that adds. */
  addRef?: Ref<HTMLButtonElement>
  /** Said where there are no items. */
  none: string
  /** Each an `li`. */
  items: readonly ReactNode[]
}

export function CardList({ id, heading, add, onAdd, addRef, none, items }: CardListProps) {
  return (
    <section aria-labelledby={id} className="flex flex-col gap-2">
      <div className="flex items-center justify-between gap-2">
        <h3 id={id} className="text-small font-semibold text-text-2">
          {heading}
        </h3>
        {onAdd && (
          <Button
            ref={addRef}
            size="sm"
            variant="ghost"
            icon={<Plus aria-hidden className="size-3.5" />}
            onClick={onAdd}
          >
            {add}
          </Button>
        )}
      </div>
      {items.length === 0 ? (
        <p className="text-small text-text-3">{none}</p>
      ) : (
        <ul aria-labelledby={id} className="flex flex-col gap-2">
          {items}
        </ul>
      )}
    </section>
  )
}
