import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, it } from 'vitest'
import { ofAllProcesses, procTexts } from './proc'

it.skipIf(process.platform !== 'linux')(
  'reads the whole text of what is longer than a piece, and null of who is not there',
  async () => {
    const long = 'ü'.repeat(30_001)
    const child = spawn(process.execPath, ['-e', 'process.stdin.resume()', '--', long])
    await once(child, 'spawn')
    try {
      const [text, none] = await procTexts([`${child.pid}/cmdline`, '4194305/stat'])
      expect(text).toContain(`\0${long}\0`)
      expect(none).toBeNull()
      expect((await ofAllProcesses('stat')).map(({ pid }) => pid)).toContain(child.pid)
    } finally {
      child.stdin.end()
      await once(child, 'exit')
    }
  },
)
