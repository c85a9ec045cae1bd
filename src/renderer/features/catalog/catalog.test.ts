import { describe, expect, it } from 'vitest'
import { categoryProblem, type CategoryDraft } from './category-rules'
import { drawnSize } from './prepare-picture'

const CATEGORIES = [
  { id: 'a', name: 'Kabel' },
  { id: 'b', name: 'Café' },
]

describe('a category in the form of a product', () => {
  it.each<[CategoryDraft, ReturnType<typeof categoryProblem>]>([
    [{ kind: 'chosen', id: null }, null],
    [{ kind: 'new', id: 'c', name: ' ' }, 'categoryNameError'],
    [{ kind: 'new', id: 'c', name: 'Kopi' }, null],
    [{ kind: 'new', id: 'c', name: ' kabel ' }, 'categoryTaken'],
    [{ kind: 'renamed', id: 'a', name: 'KABEL' }, null],
    [{ kind: 'renamed', id: 'a', name: 'Cafe' }, 'categoryTaken'],
  ])('%j: %s', (draft, problem) => {
    expect(categoryProblem(draft, CATEGORIES)).toBe(problem)
  })
})

describe('a picture of a product', () => {
  it.each([
    [800, 600, 800, 600],
    [4000, 3000, 1600, 1200],
    [3000, 4000, 1200, 1600],
    [20_000, 3, 1600, 1],
  ])('%i x %i is drawn in %i x %i', (width, height, drawnWidth, drawnHeight) => {
    expect(drawnSize(width, height)).toEqual({ width: drawnWidth, height: drawnHeight })
  })
})
