/** Categories made and named here, each change kept together with its entry in the change log. Runs in the database thread. */
import { AppError, type Category, type CategoryInput } from '../../contract'
import { enqueue, syncRow } from '../crm/change-store'
import { oneLine } from '../crm/fields'
import { builder, type Sql, type Store } from '../storage'
import { fold } from './fold'
import { applyCategory, categories, getCategory } from './store'

type Input = CategoryInput & { now: number }

/** @throws {AppError} `invalid-input` for no name, or one that another category has, accents and case aside. */
function nameOf(sql: Sql, { id, name }: CategoryInput): string {
  const line = oneLine(name)
  if (line === '') throw new AppError('invalid-input', 'A category needs a name.')
  if (categories(sql).some((one) => one.id !== id && fold(one.name) === fold(line)))
    throw new AppError('invalid-input', 'There is a category of this name already.')
  return line
}

function put(sql: Sql, id: string, name: string, now: number): Category {
  applyCategory(sql, { id, name })
  enqueue(sql, { kind: 'category', recordId: id, dependsOn: null, fields: { name }, now })
  return getCategory(sql, id)
}

/** Answers the category that has this id already, as it is. @throws {AppError} `invalid-input`. */
function createCategory(sql: Sql, input: Input): Category {
  return sql.transaction(() => {
    const known = sql.get(builder.selectFrom('categories').select('id').where('id', '=', input.id))
    return known ? getCategory(sql, input.id) : put(sql, input.id, nameOf(sql, input), input.now)
  })
}

/** What stays the same is not sent. @throws {AppError} `invalid-input` or `not-found`. */
function renameCategory(sql: Sql, input: Input): Category {
  return sql.transaction(() => {
    const before = getCategory(sql, input.id)
    const name = nameOf(sql, input)
    return name === before.name ? before : put(sql, input.id, name, input.now)
  })
}

/**
 * Before a product that is in it goes to the CRM: it goes there too, where it was given up before.
 * @returns whether the CRM does not have it yet.
 */
export function needCategoryInCrm(sql: Sql, id: string, now: number): boolean {
  const row = syncRow(sql, 'category', id)
  if (row?.state === 'local' && row.version === null) put(sql, id, getCategory(sql, id).name, now)
  // What has no row was read from the CRM.
  return row !== undefined && row.version === null
}

export const categoryStore = { createCategory, renameCategory } satisfies Store
