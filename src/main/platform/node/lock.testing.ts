/** A process of its own that takes the lock of a folder and says what became of it. Killed by the test, or told "release" on stdin. */
import { lockDataFolder } from './lock'

const lock = lockDataFolder(process.argv[2] ?? '')
if (lock.acquired && process.argv[3] !== 'silent') lock.announce({ port: 4321 })
process.stdout.write(`${JSON.stringify(lock)}\n`)
process.stdin.once('data', () => {
  if (lock.acquired) lock.release()
  process.exit(0)
})
