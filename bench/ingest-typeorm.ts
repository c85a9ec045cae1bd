/**
 * Taking messages in, against what a common app does: TypeORM on better-sqlite3, for each message one `save` and one `update` of its
 * conversation. The peer has neither encryption nor text search, and is given messages that are mapped already.
 */
import path from 'node:path'
import { createRequire } from 'node:module'
import { TemporaryDatabase } from './database'
import { ingestAll } from './ingest-path'
import { addressAt, rawMessages } from './raw-messages'
import { mapped } from './rows'
import { interleave, perSecond, resultOf, timed, type Benchmark } from './runner'

const OURS = Number(process.env['BENCH_INGEST'] ?? 20_000)
const THEIRS = Math.min(OURS, 3000)
const CHATS = 200

interface Repository {
  save(entity: Record<string, unknown>): Promise<unknown>
  update(where: Record<string, unknown>, change: Record<string, unknown>): Promise<unknown>
  count(): Promise<number>
}
interface DataSource {
  initialize(): Promise<unknown>
  destroy(): Promise<void>
  getRepository(name: string): Repository
}
interface TypeOrm {
  DataSource: new (options: Record<string, unknown>) => DataSource
  EntitySchema: new (options: Record<string, unknown>) => unknown
}

const text = { type: 'text', nullable: true }
const integer = { type: 'integer', nullable: true }

function entities({ EntitySchema }: TypeOrm): unknown[] {
  return [
    new EntitySchema({
      name: 'Message',
      columns: {
        id: { type: 'integer', primary: true, generated: true },
        conversationId: { type: 'text' },
        key: { type: 'text' },
        ...{ serializedId: text, type: text, body: text, authorName: text, raw: text },
        ...{ at: integer, ack: integer, editedAt: integer },
        fromMe: { type: 'boolean' },
        starred: { type: 'boolean' },
      },
      indices: [{ columns: ['conversationId', 'id'] }, { columns: ['conversationId', 'key'], unique: true }],
    }),
    new EntitySchema({
      name: 'Conversation',
      columns: { id: { type: 'text', primary: true }, at: integer, unread: integer, preview: text },
      indices: [{ columns: ['at'] }],
    }),
  ]
}

export const ingestTypeorm: Benchmark = {
  name: 'ingest-typeorm',
  async run(rounds) {
    const load = createRequire(path.resolve('bench/.peers/typeorm/package.json'))
    load('reflect-metadata')
    const typeorm = load('typeorm') as TypeOrm
    const driver: unknown = load('better-sqlite3')
    const raws = rawMessages(OURS, CHATS, 1)
    const messages = mapped(raws.slice(0, THEIRS))

    const ours = async (): Promise<number> => (OURS / (await ingestAll({ raws, chats: CHATS })).took) * 1000
    const peer = async (): Promise<number> => {
      const database = new TemporaryDatabase()
      const source = new typeorm.DataSource({
        type: 'better-sqlite3',
        database: database.fileNamed('peer.db'),
        driver,
        enableWAL: true,
        synchronize: true,
        entities: entities(typeorm),
      })
      await source.initialize()
      const [messageRows, conversations] = [
        source.getRepository('Message'),
        source.getRepository('Conversation'),
      ]
      for (let index = 0; index < CHATS; index++) {
        await conversations.save({ id: addressAt(index), at: 0, unread: 0, preview: null })
      }
      const took = await timed(async () => {
        for (const { chat, key, serializedId, type, body, authorName, raw, at, ack, ...rest } of messages) {
          const { editedAt, fromMe, starred } = rest
          await messageRows.save({
            ...{ conversationId: chat, key, serializedId, type, body, authorName, raw, at, ack },
            ...{ editedAt, fromMe, starred },
          })
          await conversations.update({ id: chat }, { at, preview: body, unread: fromMe ? 0 : 1 })
        }
      })
      if ((await messageRows.count()) !== THEIRS) throw new Error('the peer lost messages')
      await source.destroy()
      database.remove()
      return (THEIRS / took) * 1000
    }

    const speed = await interleave(rounds, { ours, peer })
    return resultOf(
      {
        name: 'ingest-typeorm',
        against: 'one save and one update a message with TypeORM on better-sqlite3',
        detail: `${perSecond(speed.ours)} from callback to event against ${perSecond(speed.peer)}, which neither encrypts nor indexes texts (WAL, synchronous at its default)`,
      },
      speed.ours / speed.peer,
      { is: '>=', value: 4 },
    )
  },
}
