/** Which picture or film is looked at. */
import { create } from 'zustand'

export const useViewer = create<{ messageId: number | null }>(() => ({ messageId: null }))
