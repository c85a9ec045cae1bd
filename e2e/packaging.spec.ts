/**
 * The package as electron-builder makes it, around a stand-in for Electron's program (which carries what setting fuses looks for): it
 * holds what the app needs and nothing else, and what is in it runs.
 */
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, test } from '@playwright/test'
import { extractAll, listPackage } from '@electron/asar'
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import electron from 'electron/package.json' with { type: 'json' }
import leadline from '../package.json' with { type: 'json' }
import { installed } from './desktop/installed'
import { Shell } from './desktop/shell'
import { until } from './harness/wait'

const ROOT = path.resolve(import.meta.dirname, '..')
/** What `@electron/fuses` looks for in Electron's program, and how it writes a fuse that is on. */
const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'
const ON = '1'.charCodeAt(0)
const FUSES = Object.values(FuseV1Options).filter((fuse) => typeof fuse === 'number').length
const OURS = `${process.platform}-${process.arch}`

test.skip(process.platform !== 'linux', 'the stand-in is a Linux program')

let folder = ''
test.beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'leadline-package-'))
})
test.afterAll(() => fs.rmSync(folder, { recursive: true, force: true }))

function standIn(): string {
  const dist = path.join(folder, 'electron')
  fs.mkdirSync(path.join(dist, 'resources'), { recursive: true })
  const wire = Buffer.concat([Buffer.from(SENTINEL), Buffer.from([1, FUSES]), Buffer.alloc(FUSES, '0')])
  fs.writeFileSync(path.join(dist, 'electron'), Buffer.concat([Buffer.from('#!/bin/sh\nexit 0\n'), wire]))
  for (const name of ['LICENSE', 'LICENSES.chromium.html']) fs.writeFileSync(path.join(dist, name), '')
  fs.writeFileSync(path.join(dist, 'version'), electron.version)
  return dist
}

function packageApp(): { output: string; app: string } {
  const args = ['--linux', 'dir', '--publish', 'never', `-c.electronDist=${standIn()}`]
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [
      path.join(ROOT, 'node_modules/electron-builder/cli.js'),
      ...args,
      `-c.directories.output=${folder}/dist`,
    ],
    { cwd: ROOT, encoding: 'utf8' },
  )
  expect(status, `${stdout}${stderr}`).toBe(0)
  return { output: stdout, app: path.join(folder, 'dist/linux-unpacked') }
}

/** Files of the archive and beside it, as paths in the app. */
function filesOf(app: string): string[] {
  const archive = path.join(app, 'resources/app.asar')
  return listPackage(archive, { isPack: false }).map((file) => file.slice(1))
}

test('the package holds what the app needs, and nothing else', async () => {
  test.setTimeout(240_000)
  const { output, app } = packageApp()
  expect(output).toMatch(/app\.asar: [\d.]+ MB \(at most 40 MB\)/)

  const files = filesOf(app)
  const own = files.filter((file) => !file.startsWith('node_modules'))
  expect(own).toEqual(
    expect.arrayContaining([
      'package.json',
      'out/main/index.js',
      'out/main/database-worker.js',
      'out/preload/index.cjs',
      'out/renderer/index.html',
    ]),
  )
  expect(own.filter((file) => !/^(out|package\.json)(\/|$)/.test(file))).toEqual([])
  expect(files.filter((file) => /\.(map|ts|test\.js)$/.test(file))).toEqual([])
  const tools =
    /^node_modules\/(node-(linux|darwin|win|addon-api)|electron|vite|vitest|typescript|react|eslint)[\w-]*\//
  expect(
    files.filter((file) => tools.test(`${file}/`) && !file.startsWith('node_modules/electron-')),
  ).toEqual([])
  const natives = files.filter((file) => file.endsWith('.node'))
  expect(natives.sort()).toEqual([
    `node_modules/better-sqlite3/prebuilds/${OURS}.node`,
    `node_modules/keytar/prebuilds/${OURS}/keytar.node`,
  ])
  for (const native of natives)
    expect(fs.existsSync(path.join(app, 'resources/app.asar.unpacked', native))).toBe(true)

  expect(fs.readdirSync(path.join(app, 'resources/tray'))).toContain('connected-light@2x.png')

  const wire = await getCurrentFuseWire(path.join(app, 'leadline'))
  const state = (fuse: FuseV1Options): boolean => Number(wire[fuse]) === ON
  expect({
    runAsNode: state(FuseV1Options.RunAsNode),
    nodeOptions: state(FuseV1Options.EnableNodeOptionsEnvironmentVariable),
    inspect: state(FuseV1Options.EnableNodeCliInspectArguments),
    filePrivileges: state(FuseV1Options.GrantFileProtocolExtraPrivileges),
    cookieEncryption: state(FuseV1Options.EnableCookieEncryption),
    asarIntegrity: state(FuseV1Options.EnableEmbeddedAsarIntegrityValidation),
    onlyAsar: state(FuseV1Options.OnlyLoadAppFromAsar),
  }).toEqual({
    ...{ runAsNode: false, nodeOptions: false, inspect: false, filePrivileges: false },
    ...{ cookieEncryption: true, asarIntegrity: true, onlyAsar: true },
  })

  // Nothing that was left out is missed: every module that the service loads at its start is in the package.
  const extracted = path.join(folder, 'extracted')
  extractAll(path.join(app, 'resources/app.asar'), extracted)
  const load = (request: string) =>
    spawnSync(
      process.execPath,
      ['-e', `import(${JSON.stringify(request)}).catch((e) => { console.error(e); process.exit(1) })`],
      {
        cwd: extracted,
        encoding: 'utf8',
      },
    )
  const dependencies = [
    'whatsapp-web.js',
    'pino-roll',
    'better-sqlite3',
    'libphonenumber-js',
    'axios',
    'fastify',
  ]
  for (const name of dependencies) expect(load(name).stderr, name).toBe('')
  const help = spawnSync(process.execPath, ['out/main/service.js', '--help'], {
    cwd: extracted,
    encoding: 'utf8',
  })
  expect(help.stderr).toBe('')
  expect(help.stdout).toContain('--data-dir')

  // Electron goes by it for the desktop file whose windows and notifications these are.
  expect(JSON.parse(fs.readFileSync(path.join(extracted, 'package.json'), 'utf8'))).toMatchObject({
    desktopName: 'leadline.desktop',
  })

  // The desktop's entry starts from it, with what it alone loads (updater, preferences, keychain), and ends.
  const place = path.join(folder, 'installed')
  fs.mkdirSync(place)
  const here = { ...(await installed(place, leadline.version)), root: extracted }
  const shell = Shell.start(place, { endpoint: '127.0.0.1:1', spki: '' }, here)
  try {
    const client = shell.client(await shell.made('BrowserWindow', 'preload'))
    await until(async () => (await client.setup.status()).stage === 'open', { what: 'the open database' })
    expect((await client.updates.status()).state).not.toBeNull()
    shell.emit('electron.powerMonitor', 'shutdown')
    expect(await shell.ended(), shell.said()).toBe(0)
  } finally {
    await shell.kill()
    await here.close()
  }
})
