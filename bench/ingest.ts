/** Taking messages in, against the fastest way to put the same rows into the same database. */
import { TemporaryDatabase } from './database'
import { ingestAll } from './ingest-path'
import { rawMessages } from './raw-messages'
import { insertConversations, insertPlainly, mapped, valuesOf } from './rows'
import { interleave, median, perSecond, resultOf, timed, type Benchmark } from './runner'

const MESSAGES = Number(process.env['BENCH_INGEST'] ?? 20_000)
const CHATS = 200

export const ingest: Benchmark = {
  name: 'ingest',
  async run(rounds) {
    const raws = rawMessages(MESSAGES, CHATS, 1)
    const messages = mapped(raws)
    let sizes: number[] = [500]
    let calmSizes: number[] = [100]

    const ours = async (calm: boolean): Promise<number> => {
      const done = await ingestAll({ raws, chats: CHATS, calm })
      if (calm) calmSizes = done.sizes
      else sizes = done.sizes
      return (MESSAGES / done.took) * 1000
    }
    const plain = async (sizesNow: readonly number[]): Promise<number> => {
      const database = new TemporaryDatabase()
      const sql = database.open()
      const rows = valuesOf(messages, insertConversations(sql, CHATS))
      const took = await timed(() => insertPlainly(sql, rows, sizesNow))
      sql.raw.close()
      database.remove()
      return (MESSAGES / took) * 1000
    }

    const speed = await interleave(rounds, {
      ours: () => ours(false),
      plain: () => plain(sizes),
      oursCalm: () => ours(true),
      plainCalm: () => plain(calmSizes),
    })
    const detail = `${perSecond(speed.ours)} from callback to event against ${perSecond(speed.plain)}, transactions of ${median(sizes)}; in transactions of ${median(calmSizes)}, one after another, ${perSecond(speed.oursCalm)} against ${perSecond(speed.plainCalm)} (${(speed.oursCalm / speed.plainCalm).toFixed(2)})`
    return resultOf(
      { name: 'ingest', against: 'prepared inserts of the same rows in one thread', detail },
      speed.ours / speed.plain,
      { is: '>=', value: 0.6 },
    )
  },
}
