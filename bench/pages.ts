/** Pages of the inbox and of threads, anywhere in them: they must not get slower as messages gather. */
import { listConversations } from '../src/main/inbox/list-store'
import type { inboxStore } from '../src/main/inbox/store'
import { threadPage } from '../src/main/inbox/thread-store'
import type { Remote, Sql } from '../src/main/storage'
import { fixtures, type Filled } from './fixture'
import { Random } from './random'
import { inMs, interleave, median, resultOf, timed, type Benchmark } from './runner'

/** As many as the screens ask for. */
const PAGE = 60
/** Pages of each size and round. */
const PAGES = 200

/** What a page is asked for, and how to ask: in the database's thread, and through the hop to it. */
interface Kind<R> {
  name: string
  /** Places in the database after which a whole page follows. */
  places(sql: Sql): R[]
  read(sql: Sql, request: R): readonly unknown[]
  readRemote(store: Remote<typeof inboxStore>, request: R): Promise<readonly unknown[]>
}

type ListRequest = Parameters<typeof listConversations>[1]
type ThreadRequest = Parameters<typeof threadPage>[1]

const inboxPages: Kind<ListRequest> = {
  name: 'inbox-page',
  places: (sql) => {
    const rows = sql.raw.prepare('SELECT at, id FROM conversations ORDER BY at DESC, id DESC').all()
    const cursors = (rows as { at: number; id: string }[]).map(({ at, id }) => `${at}:${id}`)
    return [null, ...cursors.slice(0, -PAGE)].map((cursor) => ({
      ...{ accountId: null, filter: 'all' as const, query: '', cursor, limit: PAGE },
    }))
  },
  read: (sql, request) => listConversations(sql, request).items,
  readRemote: async (store, request) => (await store.list(request)).items,
}

const threadPages: Kind<ThreadRequest> = {
  name: 'thread-page',
  places: (sql) => {
    const place = 'row_number() OVER (PARTITION BY conversation_id ORDER BY id) AS place'
    const rows = sql.raw
      .prepare(
        `SELECT conversation_id, id FROM (SELECT conversation_id, id, ${place} FROM messages) WHERE place > ?`,
      )
      .all(PAGE)
    return (rows as { conversation_id: string; id: number }[]).map((row) => ({
      conversationId: row.conversation_id,
      at: { edge: 'before' as const, messageId: row.id },
      limit: PAGE,
    }))
  },
  read: (sql, request) => threadPage(sql, request).items,
  readRemote: async (store, request) => (await store.page(request)).items,
}

function whole(items: readonly unknown[]): void {
  if (items.length !== PAGE) throw new Error(`a page of ${items.length}`)
}

/** Milliseconds of the median page, over random ones: other programs' turns on the processor hit single pages. */
async function measure<R>(
  places: readonly R[],
  random: Random,
  read: (place: R) => unknown,
): Promise<number> {
  const chosen = Array.from({ length: PAGES }, () => random.pick(places))
  const took: number[] = []
  for (const place of chosen) took.push(await timed(() => read(place)))
  return median(took)
}

function pageBenchmark<R>(kind: Kind<R>): Benchmark {
  return {
    name: kind.name,
    async run(rounds) {
      const random = new Random(3)
      const { small, large } = fixtures()
      const side = async (filled: Filled) => {
        const places = kind.places(filled.sql)
        const storage = await filled.database.openInThread()
        const store = storage.store<typeof inboxStore>('inbox')
        return {
          storage,
          here: () => measure(places, random, (place) => whole(kind.read(filled.sql, place))),
          hop: () => measure(places, random, async (place) => whole(await kind.readRemote(store, place))),
        }
      }
      const [few, many] = [await side(small), await side(large)]
      const took = await interleave(rounds, {
        small: few.here,
        large: many.here,
        smallHop: few.hop,
        largeHop: many.hop,
      })
      await few.storage.close()
      await many.storage.close()
      return resultOf(
        {
          name: kind.name,
          against: `${small.messages.toLocaleString('en')} messages`,
          detail: `${inMs(took.large)} a page of ${PAGE} at ${large.messages.toLocaleString('en')} messages against ${inMs(took.small)}; with the hop to the thread ${inMs(took.largeHop)} against ${inMs(took.smallHop)} (${(took.largeHop / took.smallHop).toFixed(2)})`,
        },
        took.large / took.small,
        { is: '<=', value: 2 },
      )
    },
  }
}

export const inboxPage = pageBenchmark(inboxPages)
export const threadPageBenchmark = pageBenchmark(threadPages)
