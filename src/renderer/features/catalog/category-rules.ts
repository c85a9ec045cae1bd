/** What a person means to do with the category of a product. Pure. */
import type { Category } from '../../../contract'

/** Chosen from the list, made with the product, or given another name with it. */
export type CategoryDraft =
  | { kind: 'chosen'; id: string | null }
  | { kind: 'new'; id: string; name: string }
  | { kind: 'renamed'; id: string; name: string }

const sameName = (a: string, b: string): boolean =>
  a.trim().localeCompare(b.trim(), undefined, { sensitivity: 'base' }) === 0

/** Why it can't be saved, below `catalog.`; null where it can. */
export function categoryProblem(
  draft: CategoryDraft,
  categories: readonly Category[],
): 'categoryNameError' | 'categoryTaken' | null {
  if (draft.kind === 'chosen') return null
  if (draft.name.trim() === '') return 'categoryNameError'
  const taken = categories.some(({ id, name }) => id !== draft.id && sameName(name, draft.name))
  return taken ? 'categoryTaken' : null
}
