/** A keychain for tests: a map, which can be emptied (a lost keychain) or taken away. */
import type { SecretStore } from '../platform/ports'

export interface MemorySecrets extends SecretStore {
  entries: Map<string, string>
}

export function memorySecrets(isAvailable = true): MemorySecrets {
  const entries = new Map<string, string>()
  return {
    entries,
    available: () => Promise.resolve(isAvailable),
    get: (name) => Promise.resolve(entries.get(name) ?? null),
    set: (name, value) => Promise.resolve(void entries.set(name, value)),
    delete: (name) => Promise.resolve(void entries.delete(name)),
  }
}
