import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createPreferences } from './preferences'

let folder: string
const file = (): string => path.join(folder, 'preferences.json')

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'leadline-preferences-'))
})
afterEach(() => {
  fs.rmSync(folder, { recursive: true, force: true })
})

describe('preferences', () => {
  it('are none at first, and what was written last', () => {
    const store = createPreferences(folder)
    expect(store.read()).toEqual({})
    store.write({ language: 'id', 'a.dot': 1, nothing: null })
    store.write({ language: 'hi' })
    expect(createPreferences(folder).read()).toEqual({ language: 'hi' })
    expect(fs.readdirSync(folder)).toEqual(['preferences.json'])
  })

  it.each(['', '{"language":', '[]', '"hi"', 'null'])('are none where the file holds %j', (text) => {
    fs.writeFileSync(file(), text)
    const store = createPreferences(folder)
    expect(store.read()).toEqual({})
    store.write({ language: 'en' })
    expect(store.read()).toEqual({ language: 'en' })
  })

  it.runIf(process.platform !== 'win32')("are for the system's user alone", () => {
    createPreferences(folder).write({ language: 'en' })
    expect(fs.statSync(file()).mode & 0o777).toBe(0o600)
  })

  it('are not lost quietly where the file cannot be read', () => {
    fs.mkdirSync(file())
    expect(() => createPreferences(folder).read()).toThrow()
  })
})
