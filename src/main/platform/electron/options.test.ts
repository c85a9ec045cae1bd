import { expect, it } from 'vitest'
import { parseDesktopOptions } from './options'

it('reads its own options among Chromium’s and a link', () => {
  const argv = ['--no-sandbox', '--data-dir=/d', '--minimised', 'leadline://chat/+628123456789', '--ozone=x']
  expect(parseDesktopOptions(argv, { LEADLINE_KEY_FILE: '1' }, true)).toEqual({
    dataDir: '/d',
    keyFile: true,
    minimised: true,
    whatsapp: null,
    logLevel: 'info',
  })
})

it('takes what the arguments do not say from the environment', () => {
  const env = { LEADLINE_DATA_DIR: '/e', LEADLINE_LOG_LEVEL: 'debug' }
  expect(parseDesktopOptions([], env, false)).toMatchObject({ dataDir: '/e', logLevel: 'debug' })
  expect(parseDesktopOptions(['--data-dir', '/d'], env, false)).toMatchObject({ dataDir: '/d' })
})

it.each([
  [['--data-dir='], false, '--data-dir must name a folder.'],
  [['--data-dir'], false, '--data-dir must name a folder.'],
  [['--log-level=loud'], false, 'The log level must be one of debug, info, warn, error, not "loud".'],
  [
    ['--whatsapp-endpoint=127.0.0.1:1', `--whatsapp-spki=${'A'.repeat(43)}=`],
    true,
    /an installed Leadline refuses/,
  ],
])('says what is wrong with %j', (argv, packaged, error) => {
  const parsed = parseDesktopOptions(argv, {}, packaged)
  expect('error' in parsed && parsed.error).toMatch(error)
})
