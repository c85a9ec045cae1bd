/** Whether the link step is being gone through in this window: it then stays while history arrives, until left. */
import { create } from 'zustand'

export const useFirstRun = create<{ linking: boolean }>(() => ({ linking: false }))
