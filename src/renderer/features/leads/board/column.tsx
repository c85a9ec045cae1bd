/** One stage of the board: its name, count and sums, and its cards; only those on the screen exist. */
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { Lead, Stage } from '../../../../contract'
import { cx } from '../../../lib/cx'
import { focusRow } from '../../../lib/focus-row'
import { useFormat } from '../../../lib/format'
import { useMay } from '../../../stores/rights'
import { Button, Skeleton } from '../../../ui'
import { Card } from './card'
import { dropOn, useDrag } from './drag'
import { useFocus } from './focus'
import { NO_CARDS, type BoardColumn } from './rules'
import { readBoard, readMore, useBoard } from './store'

/** A card with two lines, px; the real height is measured. */
const GUESS = 96

export function StageDot({ color }: { color: string | null }) {
  return (
    <span
      aria-hidden
      className="size-2.5 shrink-0 rounded-full border border-line-strong bg-surface-3"
      style={{ background: color ?? undefined }}
    />
  )
}

/** What a stage's leads are worth, by currency. */
export function useWorth(): (values: BoardColumn['values']) => string {
  const { t } = useTranslation()
  const format = useFormat()
  return (values) =>
    values
      .map(({ currency, value }) =>
        value === null ? t('leads.uncountable', { currency }) : format.money(value, currency),
      )
      .join(' · ')
}

function Empty({ state }: { state: 'loading' | 'ready' | 'failed' }) {
  const { t } = useTranslation()
  if (state === 'loading')
    return (
      <div role="status" aria-label={t('common.loading')} className="flex flex-col gap-2 p-2">
        <Skeleton className="h-20" />
        <Skeleton className="h-20" />
      </div>
    )
  if (state === 'failed')
    return (
      <div className="flex flex-col items-start gap-2 p-3 text-small text-text-2">
        {t('leads.notRead')}
        <Button size="sm" onClick={() => void readBoard()}>
          {t('common.retry')}
        </Button>
      </div>
    )
  return <p className="p-3 text-center text-small text-text-3">{t('leads.noneInStage')}</p>
}

export interface ColumnProps {
  column: BoardColumn
  /** All that a lead may be moved to. */
  stages: readonly Stage[]
  /** Arrow keys on a card: by one stage, the card with it or the focus alone. */
  onStep: (step: { lead: Lead; index: number; by: 1 | -1; carry: boolean }) => void
}

export function Column({ column, stages, onStep }: ColumnProps) {
  const { t } = useTranslation()
  const { items, next, state } = useBoard(({ columns }) => columns[column.id] ?? NO_CARDS)
  const over = useDrag((drag) => drag.lead !== null && drag.over === column.id)
  const worth = useWorth()(column.values)
  const maySell = useMay('sell')
  const scroller = useRef<HTMLDivElement>(null)
  // React's compiler can't memoise what the virtualizer answers; nothing here relies on it.
  // eslint-disable-next-line react-hooks/incompatible-library
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => GUESS,
    getItemKey: (index) => items[index]?.lead.id ?? index,
    overscan: 4,
    gap: 8,
    paddingStart: 8,
    paddingEnd: 8,
  })
  const rows = virtual.getVirtualItems()
  const lastShown = rows.at(-1)?.index ?? 0
  useEffect(() => {
    if (next !== null && lastShown >= items.length - 10) void readMore(column.id)
  }, [column.id, lastShown, items.length, next])

  const focusOn = (index: number) => {
    const id = items[index]?.lead.id
    if (id === undefined) return
    virtual.scrollToIndex(index, { align: 'auto' })
    focusRow(scroller.current, `[data-lead="${id}"]`)
  }
  const wanted = useFocus(({ wish }) => (wish?.stageId === column.id ? wish : null))
  useEffect(() => {
    if (wanted === null || items.length === 0) return
    const at =
      wanted.leadId === null
        ? Math.min(wanted.index, items.length - 1)
        : items.findIndex(({ lead }) => lead.id === wanted.leadId)
    if (at === -1) return
    useFocus.setState({ wish: null })
    focusOn(at)
  })
  const press = (event: KeyboardEvent) => {
    if (!(event.target instanceof HTMLElement) || event.altKey || event.ctrlKey || event.metaKey) return
    const leadId = event.target.dataset['lead']
    const index = items.findIndex(({ lead }) => lead.id === leadId)
    const lead = items[index]?.lead
    if (!lead) return
    const down = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    const across = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    if (down === 0 && across === 0) return
    event.preventDefault()
    if (down !== 0) focusOn(index + down)
    if (across !== 0) onStep({ lead, index, by: across, carry: event.shiftKey && maySell })
  }
  return (
    <section
      aria-labelledby={`stage-${column.id}`}
      {...dropOn(column.id)}
      className={cx(
        'flex min-h-0 min-w-0 flex-1 flex-col rounded-card bg-surface-2',
        over && 'ring-2 ring-accent',
      )}
    >
      <header className="flex flex-col gap-0.5 px-3 pt-2.5 pb-1">
        <div className="flex items-center gap-2">
          <StageDot color={column.color} />
          <h2 id={`stage-${column.id}`} dir="auto" className="min-w-0 grow truncate text-start font-semibold">
            {column.name}
          </h2>
          <span className="numeric text-small text-text-2">
            <span className="sr-only">{t('leads.count', { count: column.count })}</span>
            <span aria-hidden>{column.count}</span>
          </span>
        </div>
        <p className="numeric min-h-5 text-small break-words text-text-2">{worth}</p>
      </header>
      <div
        ref={scroller}
        className="min-h-0 grow overflow-x-hidden overflow-y-auto"
        onKeyDown={press}
        data-column={column.id}
      >
        {items.length === 0 ? (
          <Empty state={state} />
        ) : (
          <ul
            aria-labelledby={`stage-${column.id}`}
            className="relative w-full"
            style={{ height: virtual.getTotalSize() }}
          >
            {rows.map((row) => {
              const card = items[row.index]
              if (!card) return null
              return (
                <li
                  key={row.key}
                  ref={virtual.measureElement}
                  data-index={row.index}
                  aria-setsize={column.count}
                  aria-posinset={row.index + 1}
                  className="absolute inset-x-2 top-0"
                  style={{ transform: `translateY(${row.start}px)` }}
                >
                  <Card card={card} stages={stages} />
                </li>
              )
            })}
          </ul>
        )}
      </div>
    </section>
  )
}
