/** Updates of Leadline itself. They work before the data key is open, so that a version that can't open it can still be replaced. */
import { procedure } from '../base'
import { updateStatus } from '../entities/update'

export const updates = {
  status: procedure.output(updateStatus),
  /** Looks for a newer version now and fetches it; answers at once, events tell the rest. Does nothing while that is under way. */
  check: procedure.output(updateStatus),
  /** Restarts into the version that is ready, as soon as nothing is being sent. `wrong-state` when none is. */
  install: procedure.output(updateStatus),
  /** Takes an `install` back that still waits. */
  postpone: procedure.output(updateStatus),
}
