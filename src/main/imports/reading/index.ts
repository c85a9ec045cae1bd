/** Every kind of file with its reader. Runs in the import's own thread, never in the app's. */
import type { ImportFileKind } from '../../../contract'
import { readCsv } from './csv'
import { readJson } from './json'
import { readPgDump } from './pg-dump'
import { readSettingsFile } from './settings-file'
import type { RowReader } from './source'
import { readSqlite } from './sqlite'
import { readVcard } from './vcard'

export const READERS: Readonly<Record<ImportFileKind, RowReader>> = {
  'pg-dump': readPgDump,
  sqlite: readSqlite,
  csv: readCsv,
  vcard: readVcard,
  json: readJson,
  settings: readSettingsFile,
}
export { kindOf } from './kind'
export { START, UnreadableFile, type Cell, type Place, type SourceRow } from './source'
