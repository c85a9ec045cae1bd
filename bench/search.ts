/** Search for a common and for a rare word, against a smaller database, and found right against a scan of every message. */
import type { inboxStore } from '../src/main/inbox/store'
import { searchMessages } from '../src/main/inbox/thread-store'
import type { Sql } from '../src/main/storage'
import { fixtures, type Filled } from './fixture'
import { inMs, interleave, median, resultOf, timed, type Benchmark } from './runner'
import { COMMON, RARE } from './texts'

/** As many as the screens ask for. */
const LIMIT = 20
const SEARCHES = 50

/** Newest first, read message by message: a word of the text begins with what is looked for, case and accents aside. */
function scan(sql: Sql, word: string): number[] {
  const fold = (text: string): string =>
    text
      .normalize('NFD')
      .replaceAll(/[\u0300-\u036f]/g, '')
      .toLowerCase()
  const wanted = fold(word)
  const rows = sql.raw
    .prepare('SELECT id, body FROM messages WHERE body IS NOT NULL AND revoked_at IS NULL ORDER BY id DESC')
    .iterate() as Iterable<{ id: number; body: string }>
  const found: number[] = []
  for (const { id, body } of rows) {
    const words = fold(body).split(/[^\p{L}\p{N}\p{Mc}\p{Mn}]+/u)
    if (words.some((each) => each.startsWith(wanted))) found.push(id)
  }
  return found
}

/** Every page of it, one after another. */
function searchAll(sql: Sql, query: string): number[] {
  const found: number[] = []
  for (;;) {
    const page = searchMessages(sql, { query, limit: LIMIT * 10, before: found.at(-1) ?? null })
    if (page.length === 0) return found
    found.push(...page.map(({ message }) => message.id))
  }
}

const same = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((id, index) => id === b[index])

function searchBenchmark(name: string, word: string): Benchmark {
  return {
    name,
    async run(rounds) {
      const { small, large } = fixtures()
      const counts: number[] = []
      let isRight = true
      for (const { sql } of [small, large]) {
        const expected = scan(sql, word)
        const first = searchMessages(sql, { query: word, limit: LIMIT, before: null }).map(
          (hit) => hit.message.id,
        )
        isRight &&= same(searchAll(sql, word), expected) && same(first, expected.slice(0, LIMIT))
        counts.push(expected.length)
      }
      const request = { query: word, limit: LIMIT, before: null }
      const side = async ({ sql, database }: Filled) => {
        const storage = await database.openInThread()
        const store = storage.store<typeof inboxStore>('inbox')
        const each = async (search: () => unknown): Promise<number> => {
          const took: number[] = []
          for (let turn = 0; turn < SEARCHES; turn++) took.push(await timed(search))
          return median(took)
        }
        return {
          storage,
          here: () => each(() => searchMessages(sql, request)),
          hop: () => each(() => store.search(request)),
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
      const [inSmall = 0, inLarge = 0] = counts
      return resultOf(
        {
          name,
          against: `${small.messages.toLocaleString('en')} messages`,
          detail: `the newest ${LIMIT} of ${inLarge} in ${inMs(took.large)} at ${large.messages.toLocaleString('en')} messages against ${inSmall} in ${inMs(took.small)}; with the hop to the thread ${inMs(took.largeHop)} against ${inMs(took.smallHop)} (${(took.largeHop / took.smallHop).toFixed(2)}); ${isRight ? 'all results equal' : 'results DIFFER from'} a scan of every message`,
        },
        took.large / took.small,
        { is: '<=', value: 3 },
        isRight,
      )
    },
  }
}

export const searchCommon = searchBenchmark('search-common', COMMON)
export const searchRare = searchBenchmark('search-rare', RARE)
