/** One write: its key, its permission, its version, its checks, and the transaction that keeps record, answer and log together. */
import { Problem } from './problem'
import type { Resource } from './resources/resource'
import { requireRole, seesOwnOnly } from './roles'
import type { User } from './schemas/auth'
import type { FaultKind } from './schemas/control'
import { fingerprint } from './store/answers'
import { present, presentTombstone, type Fields, type StoredRecord } from './store/records'
import type { World } from './world'

export interface Write {
  user: User
  resource: Resource
  id: string
  method: 'PUT' | 'POST'
  /** As it was asked for; part of what the key stands for. */
  path: string
  key: string | null
  /** The version the change is based on; null for a new record. */
  ifMatch: number | null
  body: unknown
  fault: FaultKind | null
  inBatch: boolean
}

export interface WriteAnswer {
  status: number
  body: Fields
  replayed: boolean
}

/** Reads `If-Match: "3"` (or 3). @throws {Problem} `bad-request`. */
export function parseIfMatch(header: string | undefined): number | null {
  if (header === undefined) return null
  const version = /^(?:"([1-9]\d{0,9})"|([1-9]\d{0,9}))$/.exec(header.trim())
  if (!version) throw new Problem('bad-request', 'If-Match must be a version, for example "3".')
  return Number(version[1] ?? version[2])
}

function checkKey(key: string | null): string {
  if (key === null) throw new Problem('idempotency-key-missing', 'Send an Idempotency-Key, one per change.')
  if (!/^[\x21-\x7e]{8,200}$/.test(key))
    throw new Problem('bad-request', 'An Idempotency-Key is 8 to 200 visible ASCII characters.')
  return key
}

/** @throws {Problem} `gone`, `forbidden`, `version-required` or `stale-version`. */
function checkCurrent(current: StoredRecord | null, { user, resource, id, ifMatch }: Write): void {
  if (!current) {
    if (ifMatch !== null)
      throw new Problem('stale-version', `There is no ${resource.kind} ${id} here.`, { current: null })
    return
  }
  if (resource.scope === 'own' && seesOwnOnly(user) && current.ownerId !== user.id)
    throw new Problem('forbidden', `This ${resource.kind} belongs to somebody else.`)
  if (current.deleted)
    throw new Problem('gone', `This ${resource.kind} was deleted.`, {
      current: { ...presentTombstone(current) },
    })
  const state = { current: present(current) }
  if (ifMatch === null)
    throw new Problem('version-required', `It exists, at version ${current.version}: send If-Match.`, state)
  if (ifMatch !== current.version)
    throw new Problem('stale-version', `It is at version ${current.version}, not ${ifMatch}.`, state)
}

/**
 * Does the write and logs what was committed or replayed; refusals are left to the caller to log.
 * @throws {Problem} with nothing written.
 */
export function performWrite(world: World, write: Write): WriteAnswer {
  const { user, resource, id, method, path } = write
  if (resource.writers === null) throw new Problem('forbidden', `${resource.path} can't be changed here.`)
  requireRole(user, resource.writers, `write ${resource.path}`)
  const key = checkKey(write.key)
  return world.db.transaction((): WriteAnswer => {
    const print = fingerprint(method, path, write.body)
    const log = (outcome: 'committed' | 'replayed', status: number, recordId: string) =>
      world.log.add({
        method,
        path,
        idempotencyKey: key,
        status,
        outcome,
        kind: resource.kind,
        recordId,
        userId: user.id,
        fault: write.fault,
        inBatch: write.inBatch,
        problem: null,
      })
    const before = world.answers.find(user.id, key, print)
    if (before) {
      log('replayed', before.status, String(before.body['id']))
      return { ...before, replayed: true }
    }
    const current = world.records.get(resource.kind, id)
    checkCurrent(current, write)
    const data = resource.prepare(write.body, { world, user, current })
    const body = present(world.records.save(resource.kind, id, data))
    const answer = { status: current ? 200 : 201, body }
    world.answers.keep(user.id, key, print, answer, { kind: resource.kind, id })
    log('committed', answer.status, id)
    return { ...answer, replayed: false }
  })()
}
