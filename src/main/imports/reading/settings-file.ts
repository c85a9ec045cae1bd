/** `NAME=value` lines, as old installations keep their settings. */
import { linesOf } from './lines'
import { START, UnreadableFile, type ReadOptions, type SourceRow } from './source'

export const SETTINGS_TABLE = 'settings'
const COLUMNS = ['key', 'value'] as const
const LINE = /^\s*(?:export\s+)?([A-Za-z_][\w.]*)\s*=\s*(.*?)\s*$/

export const isSettingsLine = (text: string): boolean => LINE.test(text)

/** @throws {UnreadableFile} */
export async function* readSettingsFile(file: string, options: ReadOptions): AsyncGenerator<SourceRow> {
  const how = { from: START, encoding: 'utf-8', returns: true } as const
  for await (const lines of linesOf(file, { ...how, onProgress: options.onProgress })) {
    for (const { text, line } of lines) {
      if (/^\s*(?:#.*)?$/.test(text)) continue
      const [, key, value = ''] = LINE.exec(text.replace(/^\uFEFF/, '')) ?? []
      if (key === undefined) throw new UnreadableFile('bad-syntax', line)
      const bare = /^(["'])(.*)\1$/.exec(value)?.[2] ?? value
      yield { table: SETTINGS_TABLE, columns: COLUMNS, cells: [key, bare], line, head: START }
    }
  }
}
