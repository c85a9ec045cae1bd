/**
 * `linking`: the link step is being gone through in this window: it then stays while history arrives, until left. `askedForKey`: how the
 * key is protected was a question here, and counts among the steps.
 */
import { create } from 'zustand'

export const useFirstRun = create<{ linking: boolean; askedForKey: boolean }>(() => ({
  linking: false,
  askedForKey: false,
}))
