/** The messages on the screen: virtual in both directions, held still when older ones come in above. */
import { useVirtualizer } from '@tanstack/react-virtual'
import { ArrowDown } from 'lucide-react'
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../lib/format'
import { useNow } from '../../lib/use-now'
import { jumpToEnd, readNewer, readOlder, setAtEnd, useThread } from '../../stores/thread'
import { Bubble } from './bubble'
import { rowsOf, type Row } from './rows'

/** So near to an end of what is loaded, in pixels, the next page is read. */
const NEAR = 700

const estimate = (row: Row | undefined): number => {
  if (row?.kind !== 'message') return 44
  const { message } = row
  if (message.media !== null) return message.type === 'image' || message.type === 'video' ? 300 : 92
  return 52 + Math.floor((message.body?.length ?? 0) / 70) * 20
}

function Separator({ row }: { row: Exclude<Row, { kind: 'message' }> }) {
  const { t } = useTranslation()
  const format = useFormat()
  const now = useNow(60_000)
  if (row.kind === 'day')
    return (
      <div className="flex justify-center pt-4 pb-2">
        <span className="rounded-full border border-line bg-surface-1 px-3 py-0.5 text-meta font-medium text-text-2">
          {format.day(row.at, now)}
        </span>
      </div>
    )
  return (
    <div className="flex items-center gap-3 px-4 pt-3 pb-1 text-meta font-semibold text-accent-text">
      <span aria-hidden className="h-px grow bg-accent/40" />
      {t('thread.newMessages')}
      <span aria-hidden className="h-px grow bg-accent/40" />
    </div>
  )
}

export function Scroller({ name, canReply }: { name: string; canReply: boolean }) {
  const { t } = useTranslation()
  const { items, firstUnread, older, newer, unseen, target } = useThread()
  const rows = useMemo(() => rowsOf(items, firstUnread), [items, firstUnread])
  const element = useRef<HTMLDivElement>(null)
  const [away, setAway] = useState(false)
  const [pointedOut, setPointedOut] = useState<number | null>(null)

  // React's compiler can't memoise what the virtualizer answers; nothing here relies on it.
  // eslint-disable-next-line react-hooks/incompatible-library
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => element.current,
    estimateSize: (index) => estimate(rows[index]),
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: 6,
    paddingEnd: 12,
  })
  const shown = virtual.getVirtualItems()

  /** The end stays on the screen whatever comes in or grows, until the person scrolls away from it. */
  const pinned = useRef(true)
  const lastTop = useRef(0)
  /** The message at the top of the screen and how far below the edge it was: it stays there when older ones come in above. */
  const anchor = useRef<{ key: string; offset: number } | null>(null)
  /** Asked for the end, which may have to be read first. */
  const wantsEnd = useRef(false)
  const firstKey = useRef<string | null>(null)

  const started = useRef(false)
  useLayoutEffect(() => {
    if (started.current || rows.length === 0) return
    started.current = true
    const unread = rows.findIndex((row) => row.kind === 'unread')
    if (target || unread > 0) pinned.current = false
    if (!target && unread > 0) virtual.scrollToIndex(Math.max(0, unread - 1), { align: 'start' })
  }, [rows, target, virtual])

  // My own message always comes into view.
  const last = items.at(-1)
  const lastId = useRef(last?.id)
  useLayoutEffect(() => {
    if (last && last.id !== lastId.current && last.direction === 'out' && !newer) pinned.current = true
    lastId.current = last?.id
  }, [last, newer])

  const key = rows.find((row) => row.kind === 'message')?.key ?? null
  useLayoutEffect(() => {
    const box = element.current
    if (!box) return
    if (firstKey.current !== null && key !== firstKey.current && anchor.current && !pinned.current) {
      const { key: held, offset } = anchor.current
      const index = rows.findIndex((row) => row.key === held)
      const start = virtual.measurementsCache[index]?.start
      if (start !== undefined) box.scrollTop = start - offset
    }
    firstKey.current = key
    if (wantsEnd.current && !newer) {
      wantsEnd.current = false
      pinned.current = true
    }
    if (pinned.current && !newer) box.scrollTop = box.scrollHeight
  })

  const done = useRef(0)
  useEffect(() => {
    if (!target || target.serial === done.current) return
    const index = rows.findIndex((row) => row.kind === 'message' && row.message.id === target.messageId)
    if (index === -1) return
    done.current = target.serial
    pinned.current = false
    virtual.scrollToIndex(index, { align: 'center' })
    setPointedOut(target.messageId)
    const timer = setTimeout(() => setPointedOut(null), 2500)
    return () => clearTimeout(timer)
  }, [target, rows, virtual])

  const watch = () => {
    const box = element.current
    if (!box) return
    const far = box.scrollHeight - box.scrollTop - box.clientHeight
    if (far < 40) pinned.current = !newer
    // Only a move upwards is the person's: what came in below moves nothing.
    else if (box.scrollTop < lastTop.current) pinned.current = false
    lastTop.current = box.scrollTop
    const top = virtual.getVirtualItemForOffset(box.scrollTop)
    const held = shown.find((item) => item.index >= (top?.index ?? 0) && rows[item.index]?.kind === 'message')
    if (held) anchor.current = { key: String(held.key), offset: held.start - box.scrollTop }
    setAway(far > 240)
    setAtEnd(far < 80 && !newer)
    if (older && box.scrollTop < NEAR) void readOlder()
    if (newer && far < NEAR) void readNewer()
  }
  // Also where nothing scrolled: the first rows, or a page too short to scroll.
  useEffect(() => {
    const frame = requestAnimationFrame(watch)
    return () => cancelAnimationFrame(frame)
  })

  const toEnd = () => {
    wantsEnd.current = true
    jumpToEnd()
    virtual.scrollToIndex(rows.length - 1, { align: 'end' })
  }
  return (
    <div className="relative min-h-0 grow bg-thread">
      <div
        ref={element}
        role="log"
        aria-live="off"
        aria-label={t('thread.log', { name })}
        tabIndex={0}
        onScroll={watch}
        className="focus-inset absolute inset-0 overflow-x-hidden overflow-y-auto [overflow-anchor:none]"
      >
        <div className="relative mx-auto w-full max-w-[880px]" style={{ height: virtual.getTotalSize() }}>
          {shown.map((item) => {
            const row = rows[item.index]
            if (!row) return null
            return (
              <div
                key={item.key}
                ref={virtual.measureElement}
                data-index={item.index}
                className="absolute inset-x-0 top-0"
                style={{ transform: `translateY(${item.start}px)` }}
              >
                {row.kind === 'message' ? (
                  <Bubble
                    message={row.message}
                    name={name}
                    first={row.first}
                    last={row.last}
                    pointedOut={row.message.id === pointedOut}
                    canReply={canReply && row.message.id > 0}
                  />
                ) : (
                  <Separator row={row} />
                )}
              </div>
            )
          })}
        </div>
      </div>
      {(away || newer) && (
        <button
          type="button"
          onClick={toEnd}
          className="absolute right-4 bottom-3 flex h-9 animate-rise items-center gap-2 rounded-full border border-line bg-surface-1 px-3 text-small font-medium text-text-1 shadow-2 hover:bg-surface-2"
        >
          {unseen > 0 ? t('thread.unseen', { count: unseen }) : t('thread.toEnd')}
          <ArrowDown aria-hidden className="size-4" />
        </button>
      )}
    </div>
  )
}
