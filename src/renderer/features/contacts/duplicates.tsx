/** Who may be the same person: beside somebody's page, and as a list of all. */
import { Merge } from 'lucide-react'
import { useCallback, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ContactRow, Duplicate } from '../../../contract'
import { client, onEvent } from '../../client'
import { attempt } from '../../lib/attempt'
import { useFormat } from '../../lib/format'
import { useMay } from '../../stores/rights'
import { Banner, Button, Dialog, EmptyState, Input } from '../../ui'
import { Known } from './known'
import { MergeDialog } from './merge-dialog'
import { useReading } from './use-contact'

/** After a change of anybody. */
const LOOK_AGAIN_MS = 500

type Two = readonly [string, string]

export function useDuplicates(contactId: string | null, limit: number) {
  const read = useCallback(() => client.contacts.duplicates({ contactId, limit }), [contactId, limit])
  const { value, again } = useReading(read)
  useEffect(() => {
    let soon: ReturnType<typeof setTimeout> | null = null
    // Many people may change at once: one look after them is enough.
    const later = () => {
      soon ??= setTimeout(() => {
        soon = null
        again()
      }, LOOK_AGAIN_MS)
    }
    const stops = [
      onEvent('contact', later),
      onEvent('contact-gone', later),
      onEvent('records', ({ kinds }) => {
        if (kinds.includes('contact')) later()
      }),
    ]
    return () => {
      if (soon) clearTimeout(soon)
      stops.forEach((stop) => stop())
    }
  }, [again])
  return { pairs: value ?? [], isRead: value !== null, again }
}

const said = async (two: Two, again: () => void) => {
  await attempt(() => client.contacts.notSame({ contactIds: [...two] }))
  again()
}

function useBecause(): (pair: Duplicate) => string {
  const { t } = useTranslation()
  const { list } = useFormat()
  return ({ because }) => list(because.map((why) => t(`people.merge.because.${why}`)))
}

/** The banner on the page of somebody who may be here twice. */
export function Suggestion({ contactId }: { contactId: string }) {
  const { t } = useTranslation()
  const maySell = useMay('sell')
  const because = useBecause()
  const { pairs, again } = useDuplicates(contactId, 1)
  const [merging, setMerging] = useState<Two | null>(null)
  const [pair] = pairs
  if (!maySell) return null
  const other = pair && (pair.one.id === contactId ? pair.other : pair.one)
  return (
    <>
      {pair && other && (
        <Banner
          tone="info"
          rounded
          action={
            <span className="flex flex-wrap gap-2">
              <Button size="sm" onClick={() => void said([contactId, other.id], again)}>
                {t('people.merge.notSame')}
              </Button>
              <Button size="sm" variant="primary" onClick={() => setMerging([contactId, other.id])}>
                {t('people.merge.look')}
              </Button>
            </span>
          }
        >
          {t('people.merge.suggestion', { name: other.name, because: because(pair) })}
        </Banner>
      )}
      <MergeDialog contactIds={merging} onClose={() => setMerging(null)} />
    </>
  )
}

/** Makes this person one with anybody. */
export function MergeWith({ contactId }: { contactId: string }) {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  const [query, setQuery] = useState('')
  const [merging, setMerging] = useState<Two | null>(null)
  return (
    <>
      <Button icon={<Merge aria-hidden className="size-3.5" />} onClick={() => setOpen(true)}>
        {t('people.merge.with')}
      </Button>
      <Dialog
        open={open}
        onClose={() => setOpen(false)}
        title={t('people.merge.withTitle')}
        description={t('people.merge.withText')}
      >
        <div className="flex min-h-40 flex-col gap-2">
          <Input
            label={t('people.search')}
            placeholder={t('people.searchHint')}
            autoComplete="off"
            dir="auto"
            value={query}
            onChange={(event) => setQuery(event.currentTarget.value)}
          />
          <Known
            query={query}
            except={contactId}
            onPick={({ id }) => {
              setOpen(false)
              setMerging([contactId, id])
            }}
          />
        </div>
      </Dialog>
      <MergeDialog contactIds={merging} onClose={() => setMerging(null)} />
    </>
  )
}

/** One of a pair, with what tells them apart. */
function Twin({ person: { name, phone, company, conversationId } }: { person: ContactRow }) {
  const { t } = useTranslation()
  const format = useFormat()
  const facts = [
    phone === null ? t('people.merge.noNumber') : format.phone(phone),
    company,
    conversationId === null ? t('people.merge.noChat') : null,
  ].filter((fact) => fact !== null)
  return (
    <span className="flex flex-wrap items-baseline gap-x-2">
      <bdi className="min-w-0 break-words">{name}</bdi>
      <span className="numeric text-small text-text-3">{facts.join(' · ')}</span>
    </span>
  )
}

const MOST = 50

/** All pairs that may be one, behind one button in the list's head; nothing where there are none. */
export function AllDuplicates() {
  const { t } = useTranslation()
  const maySell = useMay('sell')
  const because = useBecause()
  const { pairs, isRead, again } = useDuplicates(null, MOST)
  const [open, setOpen] = useState(false)
  const [merging, setMerging] = useState<Two | null>(null)
  if (!maySell || !isRead || (pairs.length === 0 && !open)) return null
  return (
    <>
      <Button
        size="sm"
        variant="ghost"
        className="-ml-2 self-start"
        icon={<Merge aria-hidden className="size-3.5" />}
        onClick={() => setOpen(true)}
      >
        {t('people.merge.all', {
          count: pairs.length,
          n: pairs.length === MOST ? `${MOST}+` : String(pairs.length),
        })}
      </Button>
      <Dialog
        open={open}
        width="md"
        onClose={() => setOpen(false)}
        title={t('people.merge.allTitle')}
        description={t('people.merge.allText')}
      >
        {pairs.length === 0 ? (
          <EmptyState title={t('people.merge.noneLeft')} />
        ) : (
          <ul aria-label={t('people.merge.allTitle')} className="flex flex-col gap-2">
            {pairs.map((pair) => (
              <li
                key={pair.one.id + pair.other.id}
                className="flex flex-wrap items-center gap-2 rounded-card border border-line px-3 py-2"
              >
                <span className="min-w-0 grow basis-48">
                  {[pair.one, pair.other].map((person) => (
                    <Twin key={person.id} person={person} />
                  ))}
                  <span className="mt-1 block text-meta text-text-3">{because(pair)}</span>
                </span>
                <Button size="sm" onClick={() => void said([pair.one.id, pair.other.id], again)}>
                  {t('people.merge.notSame')}
                </Button>
                <Button
                  size="sm"
                  onClick={() => {
                    setOpen(false)
                    setMerging([pair.one.id, pair.other.id])
                  }}
                >
                  {t('people.merge.look')}
                </Button>
              </li>
            ))}
          </ul>
        )}
      </Dialog>
      <MergeDialog contactIds={merging} onClose={() => setMerging(null)} />
    </>
  )
}
