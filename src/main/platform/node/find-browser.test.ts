import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { candidates, findBrowser, userAgentOf } from './find-browser'

test('Windows: the usual folders, by the environment', () => {
  const found = candidates('win32', { ProgramFiles: 'C:\\Program Files', PATH: 'C:\\bin' })
  expect(found[0]).toBe('C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe')
  expect(found).toContain('C:\\Program Files\\Microsoft\\Edge\\Application\\msedge.exe')
  expect(found).toContain('C:\\bin\\chrome.exe')
  expect(found.join()).not.toMatch(/%|undefined/)
})

test('macOS and Linux: applications, then the PATH', () => {
  expect(candidates('darwin', { HOME: '/Users/a' })).toContain(
    '/Users/a/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  )
  const linux = candidates('linux', { PATH: '/opt/x/bin:/snap/bin' })
  expect(linux.indexOf('/usr/bin/chromium')).toBeLessThan(linux.indexOf('/snap/bin/chromium'))
})

test.runIf(process.platform !== 'win32')('a named browser wins, and tells its version', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'leadline-find-'))
  const program = path.join(folder, 'my-browser')
  await writeFile(program, '#!/bin/sh\necho "Chromium 141.0.7390.122 built on Debian"\n')
  await expect(findBrowser({ LEADLINE_BROWSER: program })).rejects.toMatchObject({ code: 'browser-missing' })
  await chmod(program, 0o755)
  expect(await findBrowser({ LEADLINE_BROWSER: program })).toEqual({
    executable: program,
    version: '141.0.7390.122',
    isEdge: false,
  })
  await rm(folder, { recursive: true })
})

test('the user agent is the windowed browser on this system', () => {
  expect(userAgentOf({ version: '141.0.7390.122', isEdge: false }, 'linux')).toBe(
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36',
  )
  expect(userAgentOf({ version: '141.0.1.1', isEdge: true }, 'win32')).toMatch(
    /Windows NT 10\.0.* Edg\/141\.0\.0\.0$/,
  )
})
