import { execFileSync, spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { installLogin, removeLogin } from '.'
import { desktopArgument, systemdArgument, windowsArgument, xmlText } from './quote'
import { loginCommand, loginRecipe } from './recipe'

const NASTY = [
  'plain',
  'with space',
  'a"b',
  "it's",
  'back\\slash',
  'ends\\',
  '\\"',
  '50%',
  '$HOME',
  '`id`',
  '<&>',
  'ü😀',
]
const LINUX = { system: 'linux', home: '/home/sari', env: {} } as const
const command = {
  program: '/opt/my $node 1%/bin/node',
  args: ['/home/sari/lead $line/service.js', '--no-open'],
}

let folder: string
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'leadline login-'))
})
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }))

describe('an argument', () => {
  it('of a systemd unit', () => {
    expect(NASTY.map(systemdArgument)).toEqual([
      ...['"plain"', '"with space"', '"a\\"b"', `"it's"`, '"back\\\\slash"', '"ends\\\\"', '"\\\\\\""'],
      ...['"50%%"', '"$$HOME"', '"`id`"', '"<&>"', '"ü😀"'],
    ])
  })

  it('of a desktop entry', () => {
    expect([...NASTY.slice(0, 5), '50%', '$HOME', '`id`'].map(desktopArgument)).toEqual([
      ...['"plain"', '"with space"', '"a\\\\"b"', `"it's"`, '"back\\\\\\\\slash"'],
      ...['"50%%"', '"\\\\$HOME"', '"\\\\`id\\\\`"'],
    ])
  })

  it('of a Windows command line', () => {
    expect(['C:\\a b\\', 'a"b', 'a\\"b', 'C:\\x'].map(windowsArgument)).toEqual([
      '"C:\\a b\\\\"',
      '"a\\"b"',
      '"a\\\\\\"b"',
      '"C:\\x"',
    ])
  })

  it('may hold no line break', () => {
    for (const quote of [systemdArgument, desktopArgument, windowsArgument, xmlText])
      for (const text of ['a\nb', 'a\rb', 'a\0b']) expect(() => quote(text)).toThrow('line break')
  })
})

describe('the recipe', () => {
  it('for Linux is a user unit that is enabled', () => {
    const recipe = loginRecipe(command, LINUX)
    expect(recipe.file).toBe('/home/sari/.config/systemd/user/leadline.service')
    expect(recipe.content).toContain(
      'ExecStart="/opt/my $node 1%%/bin/node" "/home/sari/lead $$line/service.js" "--no-open"\n',
    )
    expect(recipe.install.map(({ args }) => args.join(' '))).toEqual([
      '--user daemon-reload',
      '--user enable leadline.service',
    ])
    expect(() => loginRecipe({ program: '/a "b"/node', args: [] }, LINUX)).toThrow('quotes')
    expect(loginRecipe(command, { ...LINUX, env: { XDG_CONFIG_HOME: '/cfg' } }).file).toMatch(
      /^\/cfg\/systemd/,
    )
    expect(loginRecipe(command, { ...LINUX, env: { XDG_CONFIG_HOME: 'cfg' } }).file).toMatch(/^\/home\/sari/)
  })

  it('for macOS is a LaunchAgent, which the next login finds by itself', () => {
    const recipe = loginRecipe(
      { program: '/a & b/node', args: ["it's <here>"] },
      { ...LINUX, system: 'darwin' },
    )
    expect(recipe.file).toBe('/home/sari/Library/LaunchAgents/app.leadline.service.plist')
    expect(recipe.content).toContain(
      '<string>/a &amp; b/node</string>\n    <string>it&apos;s &lt;here&gt;</string>',
    )
    expect([recipe.install, recipe.remove, recipe.removed]).toEqual([[], [], []])
  })

  it('for Windows is a task of this person alone, from a file', () => {
    const env = { USERNAME: 'Sari', USERDOMAIN: 'A&B', LOCALAPPDATA: 'C:\\Users\\Sari\\AppData\\Local' }
    const host = { system: 'win32', home: 'C:\\Users\\Sari', env } as const
    const recipe = loginRecipe({ program: 'C:\\Program Files\\node.exe', args: ['C:\\l\\service.js'] }, host)
    expect(recipe.content.match(/<UserId>A&amp;B\\Sari<\/UserId>/g)).toHaveLength(2)
    const started = '/d /c start "Leadline" /min "C:\\Program Files\\node.exe" "C:\\l\\service.js"'
    expect(recipe.content).toContain(`<Arguments>${xmlText(started)}</Arguments>`)
    expect(recipe.encoding).toBe('utf16le')
    expect(recipe.install).toEqual([
      { program: 'schtasks.exe', args: ['/Create', '/TN', 'Leadline', '/XML', recipe.file, '/F'] },
    ])
    expect(() => loginRecipe({ program: 'C:\\100%\\node.exe', args: [] }, host)).toThrow('%')
    expect(() => loginRecipe(command, { ...host, env: {} })).toThrow('USERNAME')
  })

  it('is refused on systems nobody thought of', () => {
    expect(() => loginRecipe(command, { ...LINUX, system: 'aix' })).toThrow('aix')
  })
})

it('starts the same service again, with its options, and opens no browser by itself', () => {
  const plain = { dataDir: null, port: 3001, open: true, keyFile: false, logLevel: 'info' }
  expect(loginCommand('/node', '/service.js', plain, 3001).args).toEqual(['/service.js', '--minimised'])
  const chosen = { dataDir: '/my data', port: 4000, open: false, keyFile: true, logLevel: 'debug' }
  expect(loginCommand('/node', '/service.js', chosen, 3001).args.slice(1)).toEqual([
    ...['--no-open', '--data-dir=/my data', '--port=4000', '--key-file', '--log-level=debug'],
  ])
})

it('writes, tells the system in order, and takes all of it back', async () => {
  const recipe = loginRecipe(command, { ...LINUX, home: folder })
  const ran: string[] = []
  const run = ({ program, args }: { program: string; args: readonly string[] }) => {
    const there = fs.existsSync(recipe.file) ? 'with file' : 'without'
    ran.push(`${program} ${args.join(' ')}, ${there}`)
    return Promise.resolve()
  }
  expect(await removeLogin(recipe, run)).toBe(false)
  await installLogin(recipe, run)
  await installLogin(recipe, run)
  expect(fs.readFileSync(recipe.file, 'utf8')).toBe(recipe.content)
  expect(await removeLogin(recipe, run)).toBe(true)
  const installed = [
    'systemctl --user daemon-reload, with file',
    'systemctl --user enable leadline.service, with file',
  ]
  expect(ran).toEqual([
    ...[...installed, ...installed],
    ...['systemctl --user disable leadline.service, with file', 'systemctl --user daemon-reload, without'],
  ])
})

it('says what the system said where it refuses, and leaves nothing half done', async () => {
  const missing = { program: path.join(folder, 'no-such-program'), args: [] }
  const recipe = { ...loginRecipe(command, { ...LINUX, home: folder }), install: [missing] }
  await expect(installLogin(recipe)).rejects.toThrow('did not take it')
  expect(fs.existsSync(recipe.file)).toBe(false)
})

const hasSystemd = spawnSync('systemd-analyze', ['--version']).status === 0
const verify = (file: string): void => {
  // Of the user's systemd nothing else is asked for here.
  const env = { ...process.env, XDG_RUNTIME_DIR: folder }
  execFileSync('systemd-analyze', ['verify', '--user', file], { stdio: 'pipe', env })
}

it.skipIf(!hasSystemd)('writes a unit that systemd takes, with nasty names in it', () => {
  const program = path.join(folder, 'a $b %c', 'node')
  fs.mkdirSync(path.dirname(program))
  fs.symlinkSync(process.execPath, program)
  const file = path.join(folder, 'leadline.service')
  fs.writeFileSync(file, loginRecipe({ program, args: NASTY }, LINUX).content)
  verify(file)
  fs.writeFileSync(file, loginRecipe({ program: path.join(folder, 'not there'), args: [] }, LINUX).content)
  expect(() => verify(file)).toThrow('not there')
})
