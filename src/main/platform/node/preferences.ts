/**
 * Preferences in preferences.json, written as electron-store writes them, so that both hosts read the same file. Without that one's own
 * store (conf), which would keep a whole validator of JSON schemas in memory for it.
 */
import fs from 'node:fs'
import path from 'node:path'
import type { PreferenceStore } from '../ports'

export function createPreferences(dataFolder: string): PreferenceStore {
  const file = path.join(dataFolder, 'preferences.json')
  return {
    read: () => {
      try {
        const values: unknown = JSON.parse(fs.readFileSync(file, 'utf8'))
        return isRecord(values) ? values : {}
      } catch (error) {
        // None yet; or damaged: preferences are small and none is irreplaceable, so the defaults take their place.
        if (error instanceof SyntaxError || isMissing(error)) return {}
        throw error
      }
    },
    write: (values) => {
      fs.mkdirSync(dataFolder, { recursive: true })
      // Beside it first: a power cut leaves the old file or the new one, never half of one.
      const beside = `${file}.${process.pid}.tmp`
      const handle = fs.openSync(beside, 'w', 0o600)
      try {
        fs.writeFileSync(handle, JSON.stringify(values, undefined, '\t'))
        fs.fsyncSync(handle)
      } finally {
        fs.closeSync(handle)
      }
      fs.renameSync(beside, file)
    },
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT'
