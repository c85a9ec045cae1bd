/** Preferences in preferences.json through conf, which electron-store is built on: both hosts read the same file. */
import Conf from 'conf'
import type { PreferenceStore } from '../ports'

export function createPreferences(dataFolder: string): PreferenceStore {
  const conf = new Conf<Record<string, unknown>>({
    cwd: dataFolder,
    configName: 'preferences',
    projectName: 'leadline',
    accessPropertiesByDotNotation: false,
    configFileMode: 0o600,
    // Preferences are small and none is irreplaceable: a damaged file gives way to the defaults.
    clearInvalidConfig: true,
  })
  return {
    read: () => ({ ...conf.store }),
    write: (values) => {
      conf.store = { ...values }
    },
  }
}
