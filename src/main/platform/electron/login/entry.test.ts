import { expect, it } from 'vitest'
import { parseDesktopOptions } from '../options'
import { autostartEntry, autostartFile, isEntryOn, loginArguments, loginItem } from './entry'

it('is a desktop entry on Linux, whatever its path', () => {
  const entry = autostartEntry('/home/sari/My "Apps"/Leadline $1.AppImage', loginArguments('/data 100%'))
  expect(entry).toContain(
    'Exec="/home/sari/My \\\\"Apps\\\\"/Leadline \\\\$1.AppImage" "--minimised" "--data-dir=/data 100%%"\n',
  )
  expect(isEntryOn(entry)).toBe(true)
  expect(autostartFile('/home/sari', {})).toBe('/home/sari/.config/autostart/leadline.desktop')
  expect(autostartFile('/home/sari', { XDG_CONFIG_HOME: '/cfg' })).toBe('/cfg/autostart/leadline.desktop')
})

it('is off where the desktop switched it off', () => {
  const entry = autostartEntry('/leadline', [])
  expect(isEntryOn(null)).toBe(false)
  expect(isEntryOn(`${entry}Hidden=true\n`)).toBe(false)
  expect(isEntryOn(entry.replace('enabled=true', 'enabled = false'))).toBe(false)
})

it('is the system’s own switch on Windows and macOS', () => {
  const args = loginArguments('C:\\my data\\')
  expect(loginItem('win32', true, args)).toEqual({
    ...{ openAtLogin: true, enabled: true },
    args: ['"--minimised"', '"--data-dir=C:\\my data\\\\"'],
  })
  expect(loginItem('darwin', false, args)).toEqual({ openAtLogin: false })
})

it('starts in a way that the app understands', () => {
  expect(parseDesktopOptions(loginArguments('/my data'), {}, true)).toMatchObject({
    minimised: true,
    dataDir: '/my data',
  })
})
