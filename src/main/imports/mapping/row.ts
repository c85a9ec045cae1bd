/** A row seen through the plan: its cells by the names of our fields. */
import type { ImportSource } from '../../../contract'
import type { SourceRow } from '../reading'

// eslint-disable-next-line no-control-regex -- control characters are what must go
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g

/** A text without what no text needs; null where nothing is left. */
export function cleaned(text: string | null | undefined, longest: number): string | null {
  const clean = text?.replaceAll(CONTROL, '').toWellFormed().trim()
  return clean ? clean.slice(0, longest).toWellFormed() : null
}

export type Get = (field: string) => string | null

/** Columns are looked up once per table, not per row. */
export class RowView {
  private readonly places = new WeakMap<readonly string[], Map<string, number>>()

  constructor(private readonly source: ImportSource) {}

  /** Empty cells are null. */
  of(row: SourceRow): Get {
    const places = this.placesOf(row.columns)
    return (field) => {
      const place = places.get(field)
      const cell = place === undefined ? null : (row.cells[place] ?? null)
      return cell === '' ? null : cell
    }
  }

  private placesOf(columns: readonly string[]): Map<string, number> {
    let places = this.places.get(columns)
    if (!places) {
      const found = Object.entries(this.source.fields).map(
        ([field, column]) => [field, columns.indexOf(column)] as const,
      )
      places = new Map(found.filter(([, place]) => place !== -1))
      this.places.set(columns, places)
    }
    return places
  }
}
