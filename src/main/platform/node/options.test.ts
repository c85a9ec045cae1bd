import { expect, test } from 'vitest'
import { parseServiceOptions } from './options'
import { readWhatsAppTarget, targetFlags } from './whatsapp-target'

const SPKI = `${'A'.repeat(43)}=`
const SITE = ['--whatsapp-endpoint=127.0.0.1:8443', `--whatsapp-spki=${SPKI}`]
const DEFAULTS = {
  dataDir: null,
  port: 3001,
  open: true,
  minimised: false,
  keyFile: false,
  whatsapp: null,
  logLevel: 'info',
  login: null,
}

test('nothing given is real use', () => {
  expect(parseServiceOptions([], {})).toEqual(DEFAULTS)
})

test('arguments', () => {
  const argv = ['--data-dir=/tmp/a b', '--port=0', '--no-open', '--key-file', '--log-level=debug']
  argv.push('--whatsapp-endpoint=127.0.0.1:8443', `--whatsapp-spki=${SPKI}`)
  expect(parseServiceOptions(argv, {})).toEqual({
    dataDir: '/tmp/a b',
    port: 0,
    open: false,
    minimised: false,
    keyFile: true,
    whatsapp: { endpoint: '127.0.0.1:8443', spki: SPKI },
    logLevel: 'debug',
    login: null,
  })
})

test('the environment, and arguments over it', () => {
  const env = {
    LEADLINE_DATA_DIR: '/srv/leadline',
    LEADLINE_PORT: '4000',
    LEADLINE_NO_OPEN: '1',
    LEADLINE_KEY_FILE: '1',
    LEADLINE_WHATSAPP_ENDPOINT: '127.0.0.1:1',
    LEADLINE_WHATSAPP_SPKI: SPKI,
    LEADLINE_LOG_LEVEL: 'warn',
  }
  const fromEnv = {
    dataDir: '/srv/leadline',
    port: 4000,
    open: false,
    minimised: false,
    keyFile: true,
    whatsapp: { endpoint: '127.0.0.1:1', spki: SPKI },
    logLevel: 'warn',
    login: null,
  }
  expect(parseServiceOptions([], env)).toEqual(fromEnv)
  expect(parseServiceOptions(['--port', '5000'], env)).toEqual({ ...fromEnv, port: 5000 })
  expect(parseServiceOptions([], { LEADLINE_KEY_FILE: '0', LEADLINE_PORT: '' })).toEqual(DEFAULTS)
})

test.each([
  [['--colour=red'], /--colour/],
  [['folder'], /folder/],
  [['--port=http'], /--port/],
  [['--port=65536'], /--port/],
  [['--port=-1'], /--port/],
  [['--data-dir='], /--data-dir/],
  [['--data-dir'], /--data-dir/],
  [['--no-open=yes'], /--no-open/],
  [['--log-level=loud'], /log level/],
  [['--whatsapp-endpoint=127.0.0.1:8443'], /both or neither/],
  [[`--whatsapp-spki=${SPKI}`], /both or neither/],
  [['--whatsapp-timings={"look":1}'], /both or neither/],
  [[...SITE, '--whatsapp-timings={"look":"soon"}'], /milliseconds/],
  [[...SITE, '--whatsapp-timings=soon'], /milliseconds/],
])('%j is told in one sentence', (argv, words) => {
  const result = parseServiceOptions(argv, {})
  if (!('error' in result)) throw new Error('accepted')
  expect(result.error).toMatch(words)
  expect(result.error).not.toContain('\n')
})

test('hurries sessions only on a page of this machine, and never where it is installed', () => {
  const argv = [...SITE, '--whatsapp-timings={"look":100}']
  expect(parseServiceOptions(argv, {})).toMatchObject({ whatsapp: { timings: { look: 100 } } })
  expect(parseServiceOptions(argv, {}, true)).toHaveProperty('error')
})

test('help', () => {
  expect(parseServiceOptions(['--help'], {})).toHaveProperty('help')
})

test.each([
  'localhost:8443',
  '10.0.0.1:8443',
  '127.0.0.1',
  '127.0.0.1:0',
  '127.0.0.1:70000',
  '127.0.0.1:1, MAP * 1.2.3.4',
])('WhatsApp is never led to %s', (endpoint) => {
  const result = readWhatsAppTarget({ endpoint, spki: SPKI, packaged: false })
  expect(result).toEqual({ error: expect.stringContaining('127.0.0.1:PORT') as unknown })
})

test('an installed app refuses both, each, and any value', () => {
  const given = [
    { endpoint: '127.0.0.1:8443', spki: SPKI },
    { endpoint: '127.0.0.1:8443', spki: undefined },
    { endpoint: undefined, spki: SPKI },
  ]
  for (const each of given) {
    expect(readWhatsAppTarget({ ...each, packaged: true })).toEqual({
      error: expect.stringContaining('refuses') as unknown,
    })
  }
  expect(readWhatsAppTarget({ endpoint: undefined, spki: undefined, packaged: true })).toEqual({
    target: null,
  })
  expect(parseServiceOptions([], { LEADLINE_WHATSAPP_SPKI: SPKI }, true)).toHaveProperty('error')
})

test('every other name leads nowhere', () => {
  expect(targetFlags({ endpoint: '127.0.0.1:8443', spki: SPKI })).toEqual([
    '--host-resolver-rules=MAP web.whatsapp.com 127.0.0.1:8443, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
    `--ignore-certificate-errors-spki-list=${SPKI}`,
  ])
})

test('starting at login is installed or removed, not both', () => {
  const login = (...argv: string[]) => {
    const parsed = parseServiceOptions(argv, {})
    return 'login' in parsed ? parsed.login : parsed
  }
  expect(login('--install-login', '--port=4000')).toBe('install')
  expect(login('--remove-login')).toBe('remove')
  expect(JSON.stringify(login('--install-login', '--remove-login'))).toContain('at once')
  expect(parseServiceOptions(['--minimised'], {})).toEqual({ ...DEFAULTS, minimised: true })
})
