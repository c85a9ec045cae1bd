import { expect, it } from 'vitest'
import { sandboxTrouble } from './electron-sandbox.mjs'

const MINE = { uid: 1000, mode: 0o100755 }
const ROOTS = { uid: 0, mode: 0o104755 }
const user = { system: 'linux', uid: 1000, helper: MINE, namespaces: true } as const

it.each([
  ['with user namespaces', user],
  ['before it was downloaded', { ...user, helper: null }],
  ['with a helper that is root’s', { ...user, helper: ROOTS, namespaces: false }],
  ['on Windows', { ...user, system: 'win32', namespaces: false, helper: null }],
  ['on macOS, as root too', { ...user, system: 'darwin', uid: 0, namespaces: false, helper: null }],
] as const)('Electron starts %s', (_where, here) => {
  expect(sandboxTrouble(here)).toBeNull()
})

it.each([
  ['as root', { ...user, uid: 0 }, 'root'],
  ['without namespaces, its helper unpacked by a user', { ...user, namespaces: false }, 'sandbox'],
  ['without either', { ...user, helper: null, namespaces: false }, 'sandbox'],
  [
    'with a helper that is root’s but runs as the user',
    { ...user, helper: { uid: 0, mode: 0o100755 }, namespaces: false },
    'sandbox',
  ],
] as const)('it does not %s', (_where, here, why) => {
  expect(sandboxTrouble(here)).toContain(why)
})
