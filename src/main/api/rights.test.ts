import { isContractProcedure } from '@orpc/contract'
import { createRouterClient } from '@orpc/server'
import { describe, expect, it } from 'vitest'
import { codeOf, contract, may, PERMISSIONS, ROLES, type Need, type Right, type Role } from '../../contract'
import { needOf } from './rights'
import { createRouter, type RouterDeps } from './router'

/** Every procedure's path. */
function pathsOf(tree: object, above: string[] = []): string[][] {
  return Object.entries(tree).flatMap(([name, inner]: [string, object]) =>
    isContractProcedure(inner) ? [[...above, name]] : pathsOf(inner, [...above, name]),
  )
}
const PATHS = pathsOf(contract)

const inside = (place: unknown, name: string): unknown =>
  typeof place === 'object' && place !== null ? (Reflect.get(place, name) as unknown) : undefined

/** What it takes where the account is somebody else's. */
function rightsFor(need: Need): readonly Right[] {
  if (need === 'open') return []
  if (need === 'to-link' || need === 'to-leave') return ['link-others']
  return need === 'to-remove' ? ['link-others', 'erase'] : [need]
}

/** Where Siti's account and nobody's are; whatever else is asked for was let through. */
function clientOf(role: Role, userId: string | null) {
  const reached = (): never => {
    throw Object.assign(new Error('let through'), { code: 'not-found' })
  }
  const anything: unknown = new Proxy(() => undefined, { get: () => anything, apply: reached })
  const known = {
    crm: { who: () => ({ role, userId }) },
    accounts: { get: (id: string) => ({ id, linkedBy: id === 'hers' ? 'siti' : null }) },
  }
  const room = (name: string): unknown =>
    new Proxy({}, { get: (_, part: string) => inside(inside(known, name), part) ?? anything })
  const rooms = new Proxy({}, { get: (_, name: string) => room(name) })
  const other = anything as never
  const deps: RouterDeps = {
    ...{ setup: other, settings: other, updates: other, notices: other, system: other, waking: other },
    ...{ diagnostics: other, events: other, logger: other, rooms: () => rooms as never },
  }
  const client = createRouterClient(createRouter(deps))
  return async (path: readonly string[], input: unknown): Promise<string> => {
    const procedure = path.reduce<unknown>((place, name) => Reflect.get(place as object, name), client)
    try {
      await (procedure as (given: unknown) => Promise<unknown>)(input)
      return 'done'
    } catch (error) {
      return codeOf(error) ?? String(Reflect.get(error as object, 'code'))
    }
  }
}

describe('the rights', () => {
  it('are named by every procedure of the contract', () => {
    expect(PATHS.length).toBeGreaterThan(60)
    for (const path of PATHS) expect(() => needOf(path), path.join('.')).not.toThrow()
  })

  it('refuse what nobody thought of', () => {
    expect(() => needOf(['accounts', 'sell'])).toThrow('accounts.sell')
    expect(() => needOf(['accounts', 'toString'])).toThrow()
    expect(() => needOf(['accounts'])).toThrow()
    expect(() => needOf([])).toThrow()
  })

  it('are given to the roles like this', () => {
    const rights = Object.keys(PERMISSIONS) as Right[]
    const table = ROLES.map((role) => [role, ...rights.filter((right) => may(role, right))].join(' '))
    expect(table).toEqual([
      'owner link-own link-others sell erase export edit-catalog watch-team decide-for-others leave-crm',
      'admin link-own link-others sell erase export edit-catalog watch-team decide-for-others leave-crm',
      'manager link-own sell erase export edit-catalog decide-for-others',
      'employee link-own sell',
    ])
  })

  it.each(ROLES)('hold at every procedure for the role %s', async (role) => {
    const call = clientOf(role, 'budi')
    for (const path of PATHS) {
      const answer = await call(path, { accountId: 'hers' })
      const refused = !rightsFor(needOf(path)).every((right) => may(role, right))
      expect(answer === 'crm-forbidden', `${path.join('.')}: ${answer}`).toBe(refused)
    }
  })

  it.each(ROLES)('let the role %s link and unlink what is their own or nobody’s', async (role) => {
    for (const name of ['connect', 'refreshQr', 'useQr', 'unlink', 'showWindow']) {
      const path = ['accounts', name]
      expect(await clientOf(role, 'siti')(path, { accountId: 'hers' })).toBe('not-found')
      expect(await clientOf(role, 'budi')(path, { accountId: 'main' })).toBe('not-found')
      expect(await clientOf(role, null)(path, { accountId: 'main' })).toBe('not-found')
    }
  })

  it.each(ROLES)('let the role %s take history off the machine only where it may erase', async (role) => {
    const call = clientOf(role, 'siti')
    const expected = may(role, 'erase') ? 'not-found' : 'crm-forbidden'
    for (const accountId of ['hers', 'main']) {
      expect(await call(['accounts', 'remove'], { accountId })).toBe(expected)
      expect(await call(['accounts', 'unlink'], { accountId, history: 'delete' })).toBe(expected)
      expect(await call(['accounts', 'unlink'], { accountId, history: 'keep' })).toBe('not-found')
    }
  })

  it('do not let a broken call round the question whose account it is', async () => {
    const call = clientOf('employee', 'budi')
    for (const input of [undefined, {}, { accountId: 7 }, { accountId: '../hers' }, [{ accountId: 'hers' }]])
      expect(await call(['accounts', 'unlink'], input)).toBe('BAD_REQUEST')
  })
})
