/** What lies in the app's database, read beside the app: its file as a kill left it, decrypted, by plain SQL. */
import { z } from 'zod'
import { openKeyed } from '../../src/main/storage/cipher'

/** Which version of the CRM's is known. */
const version = z.number().nullable()
const text = z.string().nullable()

const contactRow = z.object({
  id: z.string(),
  remote: text,
  name: z.string(),
  email: text,
  company: text,
  address: text,
  note: text,
  phones: z.string().transform((json) => z.array(z.string()).parse(JSON.parse(json))),
  version,
})

const leadRow = z.object({
  id: z.string(),
  contact: z.string(),
  title: z.string(),
  stage: z.string(),
  value: z.number().nullable(),
  currency: text,
  source: text,
  lost: text,
  notes: text,
  owner: text,
  version,
})

const line = z.object({ productId: text, name: z.string(), quantity: z.number(), unitPrice: z.number() })

const orderRow = z.object({
  id: z.string(),
  number: text,
  contact: z.string(),
  currency: z.string(),
  status: z.string(),
  discount: z.number(),
  shipping: z.number(),
  tax: z.number(),
  includedTax: z.number(),
  total: z.number(),
  note: text,
  address: text,
  lines: z.string().transform((json) => z.array(line).parse(JSON.parse(json))),
  version,
})

/** `contact` and `remote` are the CRM's ids. */
export interface Local {
  contacts: z.infer<typeof contactRow>[]
  leads: z.infer<typeof leadRow>[]
  orders: z.infer<typeof orderRow>[]
  /** Changes that are still to be told. */
  waiting: number
  /** Records that the CRM was to be told of, of whatever kind, and that are not in step. */
  halfDone: unknown[]
}

const SQL = {
  contacts: `SELECT c.id, s.remote_id AS remote, c.name, c.email, c.company, c.address, c.note, s.version,
      (SELECT json_group_array(phone) FROM contact_phones WHERE contact_id = c.id) AS phones
    FROM contacts c LEFT JOIN sync s ON s.kind = 'contact' AND s.record_id = c.id`,
  leads: `SELECT r.id, c.remote_id AS contact, r.title, r.stage_id AS stage, r.value, r.currency, r.source,
      r.lost_reason AS lost, r.notes, r.owner_id AS owner, s.version
    FROM leads r LEFT JOIN sync s ON s.kind = 'lead' AND s.record_id = r.id
    JOIN sync c ON c.kind = 'contact' AND c.record_id = r.contact_id`,
  orders: `SELECT r.id, r.number, c.remote_id AS contact, r.currency, r.status, r.discount, r.shipping, r.tax,
      r.included_tax AS includedTax, r.total, r.note, r.address, s.version,
      (SELECT json_group_array(json_object('productId', product_id, 'name', name, 'quantity', quantity,
        'unitPrice', unit_price) ORDER BY position) FROM order_lines WHERE order_id = r.id) AS lines
    FROM orders r LEFT JOIN sync s ON s.kind = 'order' AND s.record_id = r.id
    JOIN sync c ON c.kind = 'contact' AND c.record_id = r.contact_id`,
}

/** @param key the database's, in hex. */
export function readLocal(file: string, key: string): Local {
  const { db } = openKeyed(file, Buffer.from(key, 'hex'))
  try {
    const count = z.object({ n: z.number() })
    return {
      contacts: z.array(contactRow).parse(db.prepare(SQL.contacts).all()),
      leads: z.array(leadRow).parse(db.prepare(SQL.leads).all()),
      orders: z.array(orderRow).parse(db.prepare(SQL.orders).all()),
      waiting: count.parse(db.prepare('SELECT count(*) AS n FROM change_log').get()).n,
      halfDone: db
        .prepare(
          `SELECT kind, record_id, state, reason, version, newer_version FROM sync
            WHERE state != 'synced' OR version IS NULL OR newer_version IS NOT NULL`,
        )
        .all(),
    }
  } finally {
    db.close()
  }
}
