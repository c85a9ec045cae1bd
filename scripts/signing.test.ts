import path from 'node:path'
import { expect, it } from 'vitest'
import { signing } from './signing.mjs'

const APPLE = { APPLE_ID: 'a@example.test', APPLE_APP_SPECIFIC_PASSWORD: 'p', APPLE_TEAM_ID: 'T' }
const ALL = {
  ...{ MAC_CERTIFICATE: 'bWFj', MAC_CERTIFICATE_PASSWORD: 'm' },
  ...{ WINDOWS_CERTIFICATE: 'd2lu', WINDOWS_CERTIFICATE_PASSWORD: 'w' },
  ...APPLE,
}
/** As a workflow hands over secrets that nobody has set. */
const EMPTY = Object.fromEntries(Object.keys(ALL).map((name) => [name, '']))

it('takes each system’s own certificate', () => {
  expect(signing('darwin', ALL)).toMatchObject({
    env: { CSC_LINK: 'bWFj', CSC_KEY_PASSWORD: 'm', ...APPLE },
    args: [],
  })
  expect(signing('win32', ALL)).toMatchObject({ env: { CSC_LINK: 'd2lu', CSC_KEY_PASSWORD: 'w' }, args: [] })
  expect(signing('linux', ALL)).toMatchObject({ env: {}, args: [] })
})

it.each(['darwin', 'win32', 'linux'] as const)('sets nothing empty on %s', (system) => {
  expect(signing(system, EMPTY).env).toEqual({})
  expect(signing(system, {}).env).toEqual({})
})

it('notarises with all that it takes, or not at all', () => {
  expect(signing('darwin', { ...EMPTY, MAC_CERTIFICATE: 'bWFj', APPLE_ID: 'a@example.test' }).env).toEqual({
    CSC_LINK: 'bWFj',
  })
})

it('signs a Mac app without a certificate so that Apple’s processors start it', async () => {
  const { args } = signing('darwin', EMPTY)
  expect(args).toEqual(['--config', 'electron-builder.unsigned-mac.yml'])
  // As electron-builder itself reads and checks it.
  const { getConfig, validateConfiguration } = await import('app-builder-lib/out/util/config/config.js')
  const { DebugLogger } = await import('builder-util')
  const root = path.resolve(import.meta.dirname, '..')
  const config = await getConfig(root, args[1] ?? null, null)
  await validateConfiguration(config, new DebugLogger(false))
  expect(config.mac).toMatchObject({ identity: '-', hardenedRuntime: false, icon: 'resources/icon.icns' })
  expect(config.appId).toBe('app.leadline.desktop')
})
