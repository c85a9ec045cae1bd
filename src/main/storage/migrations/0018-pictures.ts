/** Products' pictures are looked through by their addresses after each reading of the catalogue. */
import type { Migration } from '../migrate'

export const pictures: Migration = {
  number: 18,
  name: 'pictures',
  sql: `CREATE INDEX products_by_picture ON products (picture) WHERE picture IS NOT NULL AND active = 1;`,
}
