/**
 * What Linux tells of its processes in `/proc`, read one after another through one piece of memory. `readFile` would take 64 KB for each,
 * whatever is in it, and there are hundreds: a look at all of them left megabytes of holes in the allocator's memory
 * (docs/decisions/0027).
 */
import fs from 'node:fs/promises'

/** Bytes at once; a command line is hardly ever longer. */
const PIECE = 1 << 13
/** It ended meanwhile, or is somebody else's. */
const UNREADABLE = ['ENOENT', 'ESRCH', 'EACCES', 'EPERM']

async function read(file: string, buffer: Buffer): Promise<string> {
  const handle = await fs.open(file)
  try {
    const decoder = new TextDecoder()
    let text = ''
    for (;;) {
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, null)
      if (bytesRead === 0) return text + decoder.decode()
      text += decoder.decode(buffer.subarray(0, bytesRead), { stream: true })
    }
  } finally {
    await handle.close()
  }
}

/** The text of each file of `/proc` named (`1234/stat`), in their order; null for a process that ended or belongs to somebody else. */
export async function procTexts(files: readonly string[]): Promise<(string | null)[]> {
  const buffer = Buffer.allocUnsafeSlow(PIECE)
  const texts: (string | null)[] = []
  for (const file of files) {
    try {
      texts.push(await read(`/proc/${file}`, buffer))
    } catch (error) {
      if (!UNREADABLE.includes((error as NodeJS.ErrnoException).code ?? '')) throw error
      texts.push(null)
    }
  }
  return texts
}

/** That file of every process there is and may be asked. */
export async function ofAllProcesses(file: 'stat' | 'cmdline'): Promise<{ pid: number; text: string }[]> {
  const pids = (await fs.readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const texts = await procTexts(pids.map((pid) => `${pid}/${file}`))
  return pids.flatMap((pid, index) => {
    const text = texts[index]
    return text === null || text === undefined ? [] : [{ pid: Number(pid), text }]
  })
}
