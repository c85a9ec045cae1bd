/** Test support: the room on a real database, and files as old systems leave them. */
import fs from 'node:fs'
import path from 'node:path'
import Database from 'better-sqlite3'
import { DEFAULT_PREFERENCES, type AppEvent, type ImportJob, type Preferences } from '../../contract'
import { silentLogger, type TestStorage } from '../storage/test-storage'
import { createImports, type Imports, type ImportsDeps } from './index'
import { readHere } from './reading-thread'
import { openKeyed } from '../storage/cipher'

export const ERP_DUMP = path.join(import.meta.dirname, 'fixtures/erp.sql')

export interface Room {
  imports: Imports
  events: AppEvent[]
  preferences: Preferences
}

export async function openRoom(test: TestStorage, deps: Partial<ImportsDeps> = {}): Promise<Room> {
  const events: AppEvent[] = []
  const room = { events, preferences: { ...DEFAULT_PREFERENCES, keep: 'known' as const } }
  const imports = await createImports({
    storage: test.storage,
    folder: path.join(path.dirname(test.file), 'imports'),
    backups: test.backups,
    startReading: readHere,
    preferences: {
      get: () => room.preferences,
      set: (values) => Object.assign(room.preferences, values),
    },
    accounts: () => ['main'],
    country: () => 'ID',
    hash: (accountId, address) => Buffer.from(`${accountId} ${address}`),
    editsCatalog: () => true,
    onContacts: () => undefined,
    emit: (event) => events.push(event),
    logger: silentLogger,
    ...deps,
  })
  return { ...room, imports }
}

async function* bytesOf(content: string | Uint8Array): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(Buffer.from(content))
}

/** Waits for a state that the room tells of by its events. */
export async function settled({ imports }: Room, id: string): Promise<ImportJob> {
  for (;;) {
    const job = imports.list().find((one) => one.id === id)
    if (!job) throw new Error('the import is gone')
    if (!['reading', 'checking', 'running'].includes(job.state)) return job
    await new Promise((resolve) => setImmediate(resolve))
  }
}

export async function handOver(
  room: Room,
  content: string | Uint8Array,
  name = 'dump.sql',
): Promise<ImportJob> {
  const { importId } = await room.imports.receive(bytesOf(content), { name, size: null })
  return settled(room, importId)
}

/** A dry run, then the run. */
export async function importAll(
  room: Room,
  content: string | Uint8Array,
  name?: string,
): Promise<{ dry: ImportJob; done: ImportJob }> {
  const { id } = await handOver(room, content, name)
  await room.imports.check(id)
  const dry = await settled(room, id)
  await room.imports.run(id)
  return { dry, done: await settled(room, id) }
}

export const erpDump = (): string => fs.readFileSync(ERP_DUMP, 'utf8')

/** A WAHA-CRM database, as Sequelize makes it. */
export function wahaFile(folder: string): Uint8Array {
  const file = path.join(folder, 'waha.sqlite')
  const db = new Database(file)
  db.exec(`
    CREATE TABLE \`Contacts\` (\`id\` UUID PRIMARY KEY, \`phoneNumber\` VARCHAR(255) NOT NULL, \`name\` VARCHAR(255),
      \`tags\` JSON, \`isBlocked\` TINYINT(1) DEFAULT 0, \`createdAt\` DATETIME NOT NULL, \`updatedAt\` DATETIME NOT NULL);
    CREATE TABLE \`Conversations\` (\`id\` UUID PRIMARY KEY, \`contactId\` UUID, \`status\` VARCHAR(255), \`lastMessageAt\` DATETIME);
    CREATE TABLE \`Messages\` (\`id\` UUID PRIMARY KEY, \`conversationId\` UUID, \`whatsappMessageId\` VARCHAR(255), \`direction\` TEXT,
      \`messageType\` TEXT, \`content\` TEXT, \`status\` TEXT, \`timestamp\` DATETIME);
    INSERT INTO Contacts VALUES ('c-1', '6281234567890@c.us', 'Ibu Ratna', '["vip"]', 0, '2025-03-01 08:00:00.000 +00:00', '2025-03-01 08:00:00.000 +00:00'),
      ('c-2', '120363041234567890@g.us', 'Keluarga', NULL, 0, '2025-03-01 08:00:00.000 +00:00', '2025-03-01 08:00:00.000 +00:00');
    INSERT INTO Conversations VALUES ('v-1', 'c-1', 'active', '2025-04-01 10:00:00.000 +00:00'), ('v-2', 'c-2', 'active', NULL);
    INSERT INTO Messages VALUES ('m-1', 'v-1', NULL, 'incoming', 'text', 'Halo', NULL, '2025-04-01 10:00:00.000 +00:00'),
      ('m-2', 'v-1', NULL, 'outgoing', 'text', 'Ya, Bu?', 'delivered', '2025-04-01 10:01:00.000 +00:00'),
      ('m-3', 'v-2', NULL, 'incoming', 'text', 'Arisan', NULL, '2025-04-01 10:01:00.000 +00:00');
  `)
  db.close()
  return fs.readFileSync(file)
}

/** Everything imports make, comparable between two databases. */
export function contentsOf(test: TestStorage): unknown {
  const { db } = openKeyed(test.file, test.key, { readonly: true })
  try {
    return {
      contacts: db
        .prepare(
          'SELECT c.name, c.note, p.phone FROM contacts c JOIN contact_phones p ON p.contact_id = c.id ORDER BY p.phone',
        )
        .all(),
      chats: db
        .prepare(
          'SELECT phone, unread, archived, at, contact_id IS NOT NULL AS known FROM conversations ORDER BY phone',
        )
        .all(),
      messages: db
        .prepare(
          'SELECT c.phone, m.key, m.direction, m.type, m.body, m.at, m.state, m.starred, m.media_state, m.media_name, m.media_size FROM messages m JOIN conversations c ON c.id = m.conversation_id ORDER BY m.id',
        )
        .all(),
      orders: db
        .prepare(
          'SELECT id, number, total, status, currency, conversation_id IS NOT NULL AS chat FROM orders ORDER BY number',
        )
        .all(),
      lines: db
        .prepare(
          'SELECT order_id, position, name, quantity, unit_price FROM order_lines ORDER BY order_id, position',
        )
        .all(),
      products: db.prepare('SELECT id, name, sku, unit_price, stock FROM products ORDER BY sku').all(),
      // What an import must leave alone.
      outbox: db.prepare('SELECT count(*) AS n FROM outbox').get(),
      days: db.prepare('SELECT * FROM daily_counts ORDER BY day').all(),
      toCrm: db.prepare('SELECT count(*) AS n FROM change_log').get(),
    }
  } finally {
    db.close()
  }
}
