/** Whether Leadline is not running: nothing on the screen can be done, and nothing it said of states holds any longer. */
import { useConnection } from '../client'

export const useEnded = (): boolean => useConnection(({ state }) => state === 'offline')
