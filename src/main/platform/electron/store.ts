/** Small JSON files beside the data, through electron-store. The service host reads and writes the same preferences. */
import ElectronStore from 'electron-store'
import type { PreferenceStore } from '../ports'

/** @param name of the file in the data folder, without `.json`. */
export function createElectronStore(dataFolder: string, name: string): PreferenceStore {
  const store = new ElectronStore<Record<string, unknown>>({
    cwd: dataFolder,
    name,
    accessPropertiesByDotNotation: false,
    configFileMode: 0o600,
    // What is kept here is small and none of it irreplaceable: a damaged file gives way to the defaults.
    clearInvalidConfig: true,
  })
  return {
    read: () => ({ ...store.store }),
    write: (values) => {
      store.store = { ...values }
    },
  }
}
