import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { defaultDataFolder, makePaths } from './paths'
import { createPreferences } from './preferences'

test('the usual place of each system', () => {
  expect(defaultDataFolder('win32', { LOCALAPPDATA: 'C:\\Users\\a\\AppData\\Local' }, 'C:\\Users\\a')).toBe(
    'C:\\Users\\a\\AppData\\Local\\Leadline',
  )
  expect(defaultDataFolder('win32', {}, 'C:\\Users\\a')).toBe('C:\\Users\\a\\AppData\\Local\\Leadline')
  expect(defaultDataFolder('darwin', {}, '/Users/a')).toBe('/Users/a/Library/Application Support/Leadline')
  expect(defaultDataFolder('linux', {}, '/home/a')).toBe('/home/a/.local/share/leadline')
  expect(defaultDataFolder('linux', { XDG_DATA_HOME: '/data' }, '/home/a')).toBe('/data/leadline')
  expect(defaultDataFolder('linux', { XDG_DATA_HOME: 'data' }, '/home/a')).toBe(
    '/home/a/.local/share/leadline',
  )
})

test('folders are made for their owner only, preferences last', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'leadline-paths-'))
  const paths = makePaths(path.join(folder, 'new'))
  if (process.platform !== 'win32') {
    for (const each of [paths.data, paths.profiles, paths.logs, paths.media, paths.backups]) {
      expect(statSync(each).mode & 0o777).toBe(0o700)
    }
  }
  createPreferences(paths.data).write({ 'language.of': 'hi', keep: null })
  expect(createPreferences(paths.data).read()).toEqual({ 'language.of': 'hi', keep: null })
  expect(statSync(path.join(paths.data, 'preferences.json')).isFile()).toBe(true)
  rmSync(folder, { recursive: true })
})
