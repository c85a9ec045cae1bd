/** The board: stages, sums, and a page of each column, kept up to date by events while it is on the screen. */
import { create } from 'zustand'
import type { Stage, StageSum } from '../../../../contract'
import { client, onEvent, onOnline } from '../../../client'
import { attempt } from '../../../lib/attempt'
import { useCrm } from '../../../stores/app'
import { readStages } from '../../../stores/stages'
import { NO_CARDS, withLead, withName, withoutCard, type Cards, type Columns } from './rules'

const PAGE = 30
/** More than the app answers at once. */
const MOST = 100
/** Changes that come one behind the other are read once, ms. */
const SOON = 300

interface State {
  stages: readonly Stage[] | null
  sums: readonly StageSum[]
  columns: Columns
  failed: boolean
}

export const useBoard = create<State>(() => ({ stages: null, sums: [], columns: {}, failed: false }))

let reading = 0
/** Columns whose next page is under way. */
const busy = new Set<string>()

const setCards = (stageId: string, change: (cards: Cards) => Cards) =>
  useBoard.setState(({ columns }) => ({
    columns: { ...columns, [stageId]: change(columns[stageId] ?? NO_CARDS) },
  }))

/** As many as were read before, so that nobody loses their place. */
async function readColumn(stageId: string, mine: number): Promise<void> {
  const before = useBoard.getState().columns[stageId]?.items.length ?? 0
  const limit = Math.min(MOST, Math.max(PAGE, before))
  const page = await attempt(() => client.leads.ofStage({ stageId, cursor: null, limit }))
  if (mine !== reading) return
  setCards(stageId, (cards) =>
    page === null
      ? { ...cards, state: cards.state === 'ready' ? 'ready' : 'failed' }
      : { ...page, state: 'ready' },
  )
}

/** Reads everything again; a later call wins over an earlier one still under way. */
export async function readBoard(): Promise<void> {
  const mine = ++reading
  const head = await attempt(() => Promise.all([readStages(), client.leads.sums()]))
  if (mine !== reading) return
  if (head === null) {
    useBoard.setState({ failed: true })
    return
  }
  const [stages, sums] = head
  const ids = new Set([...stages.map(({ id }) => id), ...sums.map(({ stageId }) => stageId)])
  useBoard.setState(({ columns }) => ({
    ...{ stages, sums, failed: false },
    columns: Object.fromEntries([...ids].map((id) => [id, columns[id] ?? NO_CARDS])),
  }))
  await Promise.all([...ids].map((id) => readColumn(id, mine)))
}

export async function readMore(stageId: string): Promise<void> {
  const next = useBoard.getState().columns[stageId]?.next
  if (next === null || next === undefined || busy.has(stageId)) return
  busy.add(stageId)
  const mine = reading
  const page = await attempt(() => client.leads.ofStage({ stageId, cursor: next, limit: PAGE }))
  busy.delete(stageId)
  if (page === null || mine !== reading) return
  setCards(stageId, ({ items, state }) => {
    const here = new Set(items.map(({ lead }) => lead.id))
    const more = page.items.filter(({ lead }) => !here.has(lead.id))
    return { items: [...items, ...more], next: page.next, state }
  })
}

async function readSums(): Promise<void> {
  const mine = reading
  const sums = await attempt(() => client.leads.sums())
  if (sums !== null && mine === reading) useBoard.setState({ sums })
}

/** Calls `run` once some time after the last of several wishes. */
function soonOnce(run: () => void): { wish: () => void; stop: () => void } {
  let timer: ReturnType<typeof setTimeout> | null = null
  const stop = () => {
    if (timer) clearTimeout(timer)
    timer = null
  }
  return {
    wish: () => {
      timer ??= setTimeout(() => {
        timer = null
        run()
      }, SOON)
    },
    stop,
  }
}

/** While the board is on the screen; answers how to stop. */
export function followBoard(): () => void {
  const all = soonOnce(() => void readBoard())
  const sums = soonOnce(() => void readSums())
  const stops = [
    all.stop,
    sums.stop,
    onOnline(() => void readBoard()),
    onEvent('lead', ({ lead }) => {
      const { columns } = useBoard.getState()
      const next = columns[lead.stageId] === undefined ? null : withLead(columns, lead)
      if (next === null) all.wish()
      else {
        useBoard.setState({ columns: next })
        sums.wish()
      }
    }),
    // A next step is told of by itself where it came from the CRM.
    onEvent('task', ({ task: { subject } }) => {
      if (subject?.kind === 'lead') all.wish()
    }),
    onEvent('record-gone', ({ kind, id }) => {
      if (kind === 'task') all.wish()
      if (kind !== 'lead') return
      useBoard.setState(({ columns }) => ({ columns: withoutCard(columns, id) }))
      sums.wish()
    }),
    onEvent('records', ({ kinds }) => {
      if (kinds.includes('lead') || kinds.includes('task')) all.wish()
    }),
    onEvent('contact', ({ contact: { id, name } }) =>
      useBoard.setState(({ columns }) => ({ columns: withName(columns, { id, name }) })),
    ),
    onEvent('contact-gone', all.wish),
    // Stages come from the CRM, and have no event of their own.
    useCrm.subscribe(({ status }, before) => {
      if (status?.lastSyncAt !== before.status?.lastSyncAt) all.wish()
    }),
  ]
  void readBoard()
  return () => {
    for (const stop of stops) stop()
    // Nothing of it stays in memory behind another screen, or the lock.
    reading += 1
    useBoard.setState(useBoard.getInitialState(), true)
  }
}
