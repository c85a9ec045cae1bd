/** Everything there was with a person, newest first; messages as days, which open their chat. */
import {
  BellRing,
  CircleCheckBig,
  Filter,
  MessageCircle,
  NotebookPen,
  PencilLine,
  ShoppingBag,
  Split,
  Merge as MergeIcon,
  type LucideIcon,
} from 'lucide-react'
import { useCallback, useEffect, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Page, TimelineEntry } from '../../../contract'
import { client, onEvent } from '../../client'
import { attempt } from '../../lib/attempt'
import { useFormat } from '../../lib/format'
import { openConversation } from '../../stores/navigation'
import { useMay } from '../../stores/rights'
import { Button, toast } from '../../ui'
import { openRecord } from './open-record'
import { useReading } from './use-contact'

const PAGE = 30

type Kind = TimelineEntry['kind']
const GLYPHS: Record<Kind, LucideIcon> = {
  messages: MessageCircle,
  order: ShoppingBag,
  lead: Filter,
  note: NotebookPen,
  task: CircleCheckBig,
  card: NotebookPen,
  name: PencilLine,
  consent: BellRing,
  merge: MergeIcon,
  unmerge: Split,
}

/** Parts two people again, and says so. */
async function undoMerge(mergeId: string, say: (name: string) => string): Promise<void> {
  const parted = await attempt(() => client.contacts.undoMerge({ mergeId }))
  if (parted) toast(say(parted.back.name))
}

function Undo({ entry }: { entry: Extract<TimelineEntry, { kind: 'merge' }> }) {
  const { t } = useTranslation()
  const maySell = useMay('sell')
  const [busy, setBusy] = useState(false)
  const { mergeId, obstacle } = entry
  if (obstacle !== null)
    return <p className="text-meta text-text-3">{t(`people.merge.obstacle.${obstacle}`)}</p>
  if (mergeId === null || !maySell) return null
  return (
    <Button
      size="sm"
      className="self-start"
      busy={busy}
      onClick={() => {
        setBusy(true)
        void undoMerge(mergeId, (name) => t('people.merge.undone', { name })).finally(() => setBusy(false))
      }}
    >
      {t('people.merge.undo')}
    </Button>
  )
}

function useWords(): (entry: TimelineEntry) => string {
  const { t } = useTranslation()
  const format = useFormat()
  return (entry) => {
    switch (entry.kind) {
      case 'messages':
        return format.list(
          [
            entry.received > 0
              ? t('people.timeline.received', { count: entry.received, n: format.number(entry.received) })
              : null,
            entry.sent > 0
              ? t('people.timeline.sent', { count: entry.sent, n: format.number(entry.sent) })
              : null,
          ].filter((part) => part !== null),
        )
      case 'order':
        return [
          entry.number === null
            ? t('people.timeline.order')
            : t('people.timeline.orderNumber', { number: entry.number }),
          t(`orders.status.${entry.status}`),
          format.money(entry.total, entry.currency),
        ].join(' · ')
      case 'lead':
        return [
          t('people.timeline.lead', { title: entry.title }),
          entry.stage,
          entry.value === null || entry.currency === null ? null : format.money(entry.value, entry.currency),
        ]
          .filter((part) => part !== null)
          .join(' · ')
      case 'note':
        return t('people.timeline.note', { text: entry.text })
      case 'task':
        return t(entry.done ? 'people.timeline.taskDone' : 'people.timeline.task', { title: entry.title })
      case 'card':
        return entry.text === null
          ? t('people.timeline.cardEmpty')
          : t('people.timeline.card', { text: entry.text })
      case 'name':
        return t('people.timeline.name', { from: entry.from, to: entry.to })
      case 'consent':
        return [t(`people.consent.${entry.state}`), entry.how].filter((part) => part !== null).join(' · ')
      case 'merge':
        // Of somebody called alike the number is told.
        return t('people.timeline.merge', {
          name: /^\+\d+$/.test(entry.name) ? format.phone(entry.name) : entry.name,
        })
      case 'unmerge':
        return t('people.timeline.unmerge', { name: entry.name })
    }
  }
}

function Entry({ entry, children }: { entry: TimelineEntry; children: ReactNode }) {
  const { t } = useTranslation()
  const format = useFormat()
  const Glyph = GLYPHS[entry.kind]
  return (
    <li className="flex min-w-0 gap-3">
      <span
        aria-hidden
        className="mt-0.5 flex size-7 shrink-0 items-center justify-center rounded-full bg-surface-2 text-text-3"
      >
        <Glyph className="size-3.5" />
      </span>
      <div className="flex min-w-0 grow flex-col gap-0.5 border-b border-line pb-2.5">
        {children}
        <time
          dateTime={new Date(entry.at).toISOString()}
          title={format.exact(entry.at)}
          className="numeric text-meta text-text-3"
        >
          {t('tasks.when', { day: format.day(entry.at), time: format.time(entry.at) })}
        </time>
      </div>
    </li>
  )
}

export function Timeline({ contactId }: { contactId: string }) {
  const { t } = useTranslation()
  const wordsOf = useWords()
  const first = useCallback(
    () => client.contacts.timeline({ contactId, cursor: null, limit: PAGE }),
    [contactId],
  )
  const { value, again } = useReading<Page<TimelineEntry>>(first)
  const [older, setOlder] = useState<Page<TimelineEntry> | null>(null)
  const [busy, setBusy] = useState(false)
  useEffect(() => {
    const anew = () => {
      setOlder(null)
      again()
    }
    const stops = [
      onEvent('order', anew),
      onEvent('lead', anew),
      onEvent('note', anew),
      onEvent('task', anew),
      onEvent('contact', ({ contact }) => contact.id === contactId && anew()),
    ]
    return () => stops.forEach((stop) => stop())
  }, [again, contactId])
  if (value === null) return null
  const entries = [...value.items, ...(older?.items ?? [])]
  const next = older ? older.next : value.next
  const open = (entry: TimelineEntry): void => {
    if (entry.kind === 'messages') openConversation(entry.conversationId, entry.messageId)
    else if (entry.kind === 'order' || entry.kind === 'lead')
      void openRecord(contactId, entry.kind, entry.id).then((isThere) => {
        if (!isThere) toast(t('people.timeline.noChat'))
      })
  }
  const more = async () => {
    setBusy(true)
    const page = await attempt(() => client.contacts.timeline({ contactId, cursor: next, limit: PAGE }))
    setBusy(false)
    if (page) setOlder({ items: [...(older?.items ?? []), ...page.items], next: page.next })
  }
  return (
    <section aria-labelledby="person-timeline" className="flex flex-col gap-3">
      <h3 id="person-timeline" className="text-small font-semibold text-text-2">
        {t('people.timeline.title')}
      </h3>
      {entries.length === 0 && <p className="text-small text-text-3">{t('people.timeline.none')}</p>}
      <ol aria-labelledby="person-timeline" className="flex flex-col gap-2.5">
        {entries.map((entry) => (
          <Entry key={`${entry.key} ${entry.at}`} entry={entry}>
            {entry.kind === 'messages' || entry.kind === 'order' || entry.kind === 'lead' ? (
              <button
                type="button"
                dir="auto"
                onClick={() => open(entry)}
                className="min-w-0 self-start text-left text-small text-accent-text hover:underline"
              >
                {wordsOf(entry)}
              </button>
            ) : (
              <p
                dir="auto"
                className="line-clamp-4 min-w-0 text-start text-small break-words whitespace-pre-line"
              >
                {wordsOf(entry)}
              </p>
            )}
            {entry.kind === 'merge' && <Undo entry={entry} />}
          </Entry>
        ))}
      </ol>
      {next !== null && (
        <Button size="sm" className="self-center" busy={busy} onClick={() => void more()}>
          {t('people.timeline.more')}
        </Button>
      )}
    </section>
  )
}
