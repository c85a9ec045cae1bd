/**
 * The walls between rooms, checked on every import. See walls.js for who may know whom, and rooms.test.ts for proof that a breach fails.
 */
import fs from 'node:fs'
import path from 'node:path'
import { OPEN_FILES, ROOT_ONLY, STORE_FILES } from './walls.js'

const ROOT = path.resolve(import.meta.dirname, '..')

const relative = (file) => path.relative(ROOT, file).split(path.sep).join('/')

/** `src/main/inbox/ingest.ts` -> { process: 'main', room: 'inbox' }; a file directly in src/main has no room. */
function placeOf(file) {
  const [top, process, ...rest] = file.split('/')
  if (top !== 'src') return { process: top, room: null }
  return { process, room: process === 'main' && rest.length > 1 ? rest[0] : null }
}

/** Why `from` may not import `to` (both relative, without extension), or null where it may. */
export function breach(from, to) {
  const a = placeOf(from)
  const b = placeOf(to)
  if (!['contract', 'main', 'preload', 'renderer'].includes(a.process)) return null
  if (OPEN_FILES.includes(to)) return null
  if (!['contract', 'main', 'preload', 'renderer'].includes(b.process))
    return `the app must not import ${b.process}/`
  if (b.process === 'contract') return null
  if (a.process !== b.process) return `src/${a.process} may know only src/contract, not src/${b.process}`
  if (a.process !== 'main' || a.room === b.room) return null
  if (a.room === null) return null
  if (b.room === null) return 'rooms do not import the composition root'
  if (ROOT_ONLY.includes(b.room)) return `only the composition root may import ${b.room}/`
  if (a.room === 'storage') return 'storage knows no feature room'
  if (b.room !== 'storage' && !/^src\/main\/[^/]+(\/index)?$/.test(to) && !STORE_FILES.test(from))
    return `use the face of ${b.room}/ (its index), not a file inside it`
  return null
}

export default {
  meta: { type: 'problem', schema: [] },
  create(context) {
    const file = context.filename
    const from = relative(file).replace(/\.tsx?$/, '')
    // Tests and their support may look everywhere.
    if (/\.test(ing)?$/.test(from)) return {}
    const check = (node) => {
      const source = node.source?.value
      if (typeof source !== 'string' || !source.startsWith('.')) return
      const target = path.resolve(path.dirname(file), source)
      const isFolder = fs.statSync(target, { throwIfNoEntry: false })?.isDirectory() ?? false
      const to = relative(isFolder ? path.join(target, 'index') : target).replace(/\.tsx?$/, '')
      const why = breach(from, to)
      if (why) context.report({ node, message: why })
    }
    return {
      ImportDeclaration: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
      ImportExpression: check,
    }
  },
}
