/** Leads: the board of all stages, and beside it the chat of the lead that is open. */
import { Plus, SquareKanban } from 'lucide-react'
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Lead } from '../../../../contract'
import { cx } from '../../../lib/cx'
import { useEnded } from '../../../lib/use-ended'
import { useMedium } from '../../../lib/use-media'
import { openId, useNavigation } from '../../../stores/navigation'
import { useMay } from '../../../stores/rights'
import { Button, EmptyState } from '../../../ui'
import { useCommand } from '../../commands/registry'
import { DueButton } from '../../tasks'
import { CardPane } from '../../inbox/card-pane'
import { Thread } from '../../thread/thread'
import { useMover } from '../move'
import { Column, StageDot } from './column'
import { LeadDialog } from './dialogs'
import { dropOn, useDrag } from './drag'
import { newLead } from './editing'
import { wishFocus } from './focus'
import { columnsOf, firstShown, fitting, type BoardColumn } from './rules'
import { followBoard, readBoard, useBoard } from './store'

/** The width of what `ref` is given to, px. */
function useWidth(): { ref: React.RefObject<HTMLDivElement | null>; width: number } {
  const ref = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(0)
  useLayoutEffect(() => {
    const element = ref.current
    if (!element) return
    const watch = new ResizeObserver(() => setWidth(element.clientWidth))
    watch.observe(element)
    return () => watch.disconnect()
  }, [])
  return { ref, width }
}

/** What is held, beside the pointer. */
function Held() {
  const { lead, x, y } = useDrag()
  if (lead === null) return null
  return (
    <div
      aria-hidden
      className="pointer-events-none fixed top-0 left-0 z-50 max-w-56 truncate rounded-card border border-accent bg-surface-1 px-3 py-2 font-medium shadow-3"
      style={{ transform: `translate(${x + 8}px, ${y + 8}px)` }}
    >
      {lead.title}
    </div>
  )
}

interface StageBarProps {
  columns: readonly BoardColumn[]
  isShown: (index: number) => boolean
  onShow: (index: number) => void
}

/** Where not all columns fit: all stages, to be looked at and to put a card down on. */
function StageBar({ columns, isShown, onShow }: StageBarProps) {
  const { t } = useTranslation()
  const over = useDrag((drag) => (drag.lead === null ? null : drag.over))
  return (
    <div role="group" aria-label={t('leads.stages')} className="flex flex-wrap gap-1 px-3 pb-2">
      {columns.map((column, index) => (
        <button
          key={column.id}
          type="button"
          aria-pressed={isShown(index)}
          onClick={() => onShow(index)}
          {...dropOn(column.id)}
          className={cx(
            'flex h-7 max-w-full items-center gap-1.5 rounded-full border px-2.5 text-small transition-colors duration-[120ms]',
            isShown(index) ? 'border-accent bg-accent-soft' : 'border-line hover:bg-surface-2',
            over === column.id && 'ring-2 ring-accent',
          )}
        >
          <StageDot color={column.color} />
          <span dir="auto" className="truncate">
            {column.name}
          </span>
          <span className="numeric text-text-2">{column.count}</span>
        </button>
      ))}
    </div>
  )
}

function Columns({ columns }: { columns: readonly BoardColumn[] }) {
  const stages = useBoard((state) => state.stages) ?? []
  const { move } = useMover()
  const { ref, width } = useWidth()
  const [first, setFirst] = useState(0)
  const fit = fitting(width, columns.length)
  const from = firstShown(first, fit, columns.length)
  const show = (index: number) => setFirst(firstShown(from, fit, columns.length, index))
  const step = ({ lead, index, by, carry }: { lead: Lead; index: number; by: 1 | -1; carry: boolean }) => {
    let at = columns.findIndex(({ id }) => id === lead.stageId) + by
    // An empty column has nothing for the focus to stand on. By its cards: the counts are read a little later.
    const cards = useBoard.getState().columns
    const isEmpty = (id: string): boolean => (cards[id]?.items.length ?? 0) === 0
    for (let id = columns[at]?.id; !carry && id !== undefined && isEmpty(id); id = columns[at]?.id) at += by
    const target = columns[at]
    if (!target) return
    show(at)
    const stage = stages.find(({ id }) => id === target.id)
    if (!carry) wishFocus({ stageId: target.id, leadId: null, index })
    else if (stage) {
      move(lead, stage, stages)
      if (stage.outcome !== 'lost') wishFocus({ stageId: stage.id, leadId: lead.id, index: 0 })
    }
  }
  return (
    <>
      {fit < columns.length && (
        <StageBar columns={columns} isShown={(index) => index >= from && index < from + fit} onShow={show} />
      )}
      <div ref={ref} className="flex min-h-0 min-w-0 grow gap-2 px-3 pb-3">
        {columns.slice(from, from + fit).map((column) => (
          <Column key={column.id} column={column} stages={stages} onStep={step} />
        ))}
      </div>
    </>
  )
}

function Board() {
  const { t } = useTranslation()
  const { stages, sums, failed } = useBoard()
  const maySell = useMay('sell')
  const ended = useEnded()
  useEffect(followBoard, [])
  useCommand('newLead', maySell ? newLead : null)
  const columns = columnsOf(stages ?? [], sums, t('leads.stageGone'))
  return (
    <section aria-label={t('leads.board')} className="flex min-h-0 min-w-0 grow flex-col">
      <header className="flex h-14 shrink-0 items-center gap-3 px-4">
        <h1
          data-focus-home
          tabIndex={-1}
          className="grow text-title font-semibold focus-visible:outline-none"
        >
          {t('leads.heading')}
        </h1>
        <DueButton />
        {maySell && (
          <Button icon={<Plus aria-hidden className="size-4" />} onClick={newLead}>
            {t('leads.new')}
          </Button>
        )}
      </header>
      {stages === null && failed ? (
        <EmptyState
          icon={<SquareKanban className="size-6" />}
          title={t('leads.notRead')}
          action={<Button onClick={() => void readBoard()}>{t('common.retry')}</Button>}
        />
      ) : (
        <fieldset disabled={ended} className="flex min-h-0 min-w-0 grow flex-col">
          <Columns columns={columns} />
        </fieldset>
      )}
      <Held />
      <LeadDialog stages={stages ?? []} />
    </section>
  )
}

export function LeadsScreen() {
  const medium = useMedium()
  const chat = useNavigation((state) => openId(state.place))
  const besides = chat !== null
  return (
    <main className="relative flex min-h-0 min-w-0 grow bg-surface-1">
      {!(medium && besides) && <Board />}
      {besides && (
        <div
          className={cx(
            'flex min-h-0 min-w-0',
            medium ? 'grow' : 'w-[clamp(380px,36%,640px)] shrink-0 border-l border-line',
          )}
        >
          <Thread />
        </div>
      )}
      <CardPane />
    </main>
  )
}
