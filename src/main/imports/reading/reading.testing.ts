/** Test support: files of a test's own, and the rows that the readers find in them. */
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll } from 'vitest'
import { kindOf, READERS } from './index'
import type { Cell } from './source'

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'leadline-imports-'))
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }))
let files = 0

export function fileOf(content: string | Uint8Array, name = 'file'): string {
  const file = path.join(folder, `${files++}-${name}`)
  fs.writeFileSync(file, content)
  return file
}

export interface Found {
  table: string
  row: Record<string, Cell>
  line: number
}

/** All rows of a file whose kind is found out as for a person's. */
export async function rowsOf(file: string, only: string[] | null = null): Promise<Found[]> {
  const kind = await kindOf(file, path.basename(file))
  const wanted = only === null ? null : new Set(only)
  const options = { only: wanted, from: { offset: 0, line: 1 }, onProgress: () => undefined }
  const found: Found[] = []
  for await (const { table, columns, cells, line } of READERS[kind](file, options)) {
    const entries = columns.map((column, index) => [column, cells[index] ?? null] as const)
    found.push({ table, row: Object.fromEntries(entries), line })
  }
  return found
}

export const rowsIn = (content: string | Uint8Array, name?: string): Promise<Found[]> =>
  rowsOf(fileOf(content, name))
