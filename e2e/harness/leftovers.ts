/** Processes that still work on a data folder: what an app leaves behind when it does not end well. */
import { execFileSync } from 'node:child_process'

/** Command lines, shortened. Empty on systems without `ps`. */
export function leftovers(dataDir: string): string[] {
  if (process.platform === 'win32') return []
  const lines = execFileSync('ps', ['-eo', 'pid=,stat=,args='], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  }).split('\n')
  return lines
    .filter((line) => line.includes(dataDir) && !/^\s*\d+\s+Z/.test(line))
    .map((line) => line.trim().slice(0, 120))
}
