/** Keys that are heard while another program has the focus. Which ones may be chosen is in the contract (`accelerator`). */
import { globalShortcut } from 'electron'
import type { ShortcutKeys } from '../../ports'

/** To be used once the app is ready. The system forgets the keys when the app ends. */
export function createElectronShortcut(): ShortcutKeys {
  let current: string | null = null
  return {
    listen(accelerator, onPress) {
      if (current !== null) globalShortcut.unregister(current)
      current = null
      if (accelerator === null) return true
      if (!globalShortcut.register(accelerator, onPress)) return false
      current = accelerator
      return true
    },
  }
}
