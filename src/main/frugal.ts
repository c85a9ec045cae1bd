/**
 * Keeps the process small, by two settings of V8 (docs/decisions/0027). Imported before everything else: what has grown stays.
 *
 * The space for young objects would grow to three times 16 MB for each thread while modules load, and what it grew to is hardly given
 * back; it stays as it is at the start. The old objects' space would grow to a multiple of what lives in it before it is collected, and its
 * pages stay with the process once they are empty; it is collected when it has grown by a quarter.
 */
import v8 from 'node:v8'

for (const setting of ['--semi-space-growth-factor=1', '--heap-growing-percent=25'])
  v8.setFlagsFromString(setting)
