/** The development options as Electron takes them. */
import { expect, test } from 'vitest'
import { targetFlags } from '../../node/whatsapp-target'
import { targetSwitches } from './window-options'

test('a target becomes the switches that the other host gives its browser', () => {
  const target = { endpoint: '127.0.0.1:4433', spki: `${'a'.repeat(43)}=` }
  const switches = targetSwitches(target)
  expect(switches).toEqual([
    ['host-resolver-rules', 'MAP web.whatsapp.com 127.0.0.1:4433, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'],
    ['ignore-certificate-errors-spki-list', target.spki],
  ])
  expect(switches.map(([name, value]) => `--${name}=${value}`)).toEqual(targetFlags(target))
})
