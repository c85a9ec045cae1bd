import { procedure } from '../base'
import { preferences as shape } from '../entities/preferences'

export const preferences = {
  get: procedure.output(shape),
  /** Changes what is given, answers the whole. */
  set: procedure.input(shape.partial()).output(shape),
}
