/** A recording as a TypeScript program, judged by the compiler against Electron's own types. */
import ts from 'typescript'
import { programOf } from './electron-types'
import type { Entry, Spelled } from './recording'

function written(value: Spelled): string {
  switch (value.is) {
    case 'value':
      return value.json
    case 'undefined':
      return 'undefined'
    case 'object':
      return value.name
    case 'function':
      return 'ours'
    case 'list':
      return `[${value.items.map(written).join(', ')}]`
    case 'record':
      return `{ ${value.entries.map(([key, each]) => `${JSON.stringify(key)}: ${written(each)}`).join(', ')} }`
    case 'bytes':
      return 'Buffer.alloc(0)'
    case 'other':
      return 'unjudged'
  }
}

const list = (args: readonly Spelled[]): string => args.map(written).join(', ')

function line(entry: Entry): string {
  switch (entry.is) {
    case 'new':
      return `const ${entry.name} = new electron.${entry.class}(${list(entry.args)})`
    case 'got':
      return `declare const ${entry.name}: Electron.${entry.type}`
    case 'call':
      return `${entry.on}.${entry.member}(${list(entry.args)})`
    case 'set':
      return `${entry.on}.${entry.member} = ${written(entry.value)}`
    case 'refused':
      return `${entry.on}.on(${JSON.stringify(entry.event)}, ours)`
  }
}

const HEAD = [
  "import * as electron from 'electron'",
  'declare const ours: (...args: any[]) => any',
  'declare const unjudged: never',
]

/** What the compiler has against the recording: each fault with the line it complains of. Empty where it is right. */
export function faultsOf(recording: readonly Entry[]): string[] {
  const lines = [...HEAD, ...new Set(recording.map(line))]
  const { program, file } = programOf(`${lines.join('\n')}\n`)
  return ts.getPreEmitDiagnostics(program, file).map((fault) => {
    const { line: at } = file.getLineAndCharacterOfPosition(fault.start ?? 0)
    return `${lines[at] ?? ''} // ${ts.flattenDiagnosticMessageText(fault.messageText, ' ')}`
  })
}
