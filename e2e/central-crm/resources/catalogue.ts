/** Products and their categories. */
import { invalid } from '../problem'
import { category, categoryInput, product, productInput } from '../schemas/selling'
import { defineResource, mustBeCurrency, mustExist } from './resource'

export const categories = defineResource({
  kind: 'category',
  path: 'categories',
  input: categoryInput,
  output: category,
  readers: 'customer',
  writers: 'manager',
  scope: 'all',
  post: true,
  complete: (input) => input,
})

export const products = defineResource({
  kind: 'product',
  path: 'products',
  input: productInput,
  output: product,
  readers: 'customer',
  writers: 'manager',
  scope: 'all',
  post: true,
  complete: (input, context) => {
    mustBeCurrency(input.currency)
    mustExist(context, 'category', input.categoryId, '/categoryId')
    const known = context.world.db.prepare<[string]>('SELECT 1 FROM pictures WHERE sha256 = ?')
    input.pictures.forEach(({ url }, index) => {
      if (!known.get(url.slice(-64)))
        throw invalid(`/pictures/${index}/url`, 'upload this picture first', 'unknown-reference')
    })
    return input
  },
})
