/**
 * Test support: an import in a process of its own, to be killed. Begins it, or goes on with the one that is there, and tells in lines:
 * `rows N` as it goes, `done`, and at last `memory BEFORE MOST` (resident, in megabytes).
 *
 *   big-file.testing.ts FOLDER KEY(hex) THREAD FILE
 */
import fs from 'node:fs'
import type { accountsStore } from '../accounts/store'
import { openTestStorage } from '../storage/test-storage'
import { openRoom, settled } from './imports.testing'

const [folder = '', key = '', threadFile = '', file = ''] = process.argv.slice(2)
const say = (line: string): boolean => process.stdout.write(`${line}\n`)
const megabytes = (): number => Math.round(process.resourceUsage().maxRSS / 1024)

const test = await openTestStorage({ folder, key: Buffer.from(key, 'hex'), threadFile })
await test.storage.store<typeof accountsStore>('accounts').list(1)
const before = megabytes()
const room = await openRoom(test, {
  emit: (event) => {
    if (event.type === 'import' && event.job.state === 'running') say(`rows ${event.job.progress?.done ?? 0}`)
  },
})
let [job] = room.imports.list()
if (!job) {
  const { importId } = await room.imports.receive(fs.createReadStream(file), { name: 'dump.sql', size: null })
  job = await settled(room, importId)
  await room.imports.check(job.id)
  job = await settled(room, job.id)
}
if (job.state !== 'done') {
  await room.imports.run(job.id)
  job = await settled(room, job.id)
}
if (job.state !== 'done') throw new Error(`the import ended as ${job.state}: ${JSON.stringify(job.problem)}`)
say(`memory ${before} ${megabytes()}`)
say('done')
await test.storage.close()
