/**
 * In place of Electron, loaded before the desktop's entry (`node --import`): every call is written down for the test to compile, a
 * member that Electron does not have throws, and the test plays the system's part (clicks, crashes, other instances) over IPC.
 */
import { EventEmitter } from 'node:events'
import fs from 'node:fs'
import { registerHooks } from 'node:module'
import type { ElectronTypes, Member, Shape } from './electron-types'
import { BEHAVIOUR, MAKING } from './behaviour'
import { handed, meantBy, note, spell, type Spelled } from './recording'

const types = JSON.parse(fs.readFileSync(process.env['STAND_IN_TYPES'] ?? '', 'utf8')) as ElectronTypes
const STAND_IN = 'stand-in:electron'
/** Asked of everything by the language and by Node itself. */
const UNASKED = new Set([
  'then',
  'toJSON',
  'constructor',
  'nodeType',
  'asymmetricMatch',
  '$$typeof',
  'inspect',
])
const EVENTS = new Set(Object.getOwnPropertyNames(EventEmitter.prototype))

/** Objects by the names they have in the recording. */
const known = new Map<string, Actor>()
let made = 0

export interface Actor {
  readonly $name: string
  readonly $type: string
  readonly $events: EventEmitter
  /** What it was constructed with. */
  readonly $made: readonly unknown[]
  [member: string]: unknown
}

function make(type: string, name: string, args: readonly unknown[] = []): Actor {
  const members = types.types[type]
  if (!members) throw new Error(`the stand-in does not know the type ${type}`)
  const events = new EventEmitter()
  const own = new Map<string, unknown>()
  const actor = new Proxy({} as Actor, {
    get(_target, member) {
      if (member === '$name') return name
      if (member === '$type') return type
      if (member === '$events') return events
      if (member === '$made') return args
      if (typeof member === 'symbol') return undefined
      if (own.has(member)) return own.get(member)
      const declared = members[member]
      if (!declared) {
        if (UNASKED.has(member)) return undefined
        throw new TypeError(`Electron's ${type} has no member "${member}"`)
      }
      return memberOf(actor, `${name}.${member}`, member, declared, args)
    },
    set(_target, member, value: unknown) {
      if (typeof member === 'symbol' || !members[member])
        throw new TypeError(`Electron's ${type} has no member "${String(member)}"`)
      note({ is: 'set', on: name, member, value: spell(value) })
      own.set(member, value)
      return true
    },
    has: (_target, member) => typeof member === 'string' && member in members,
  })
  known.set(name, actor)
  return actor
}

function memberOf(
  actor: Actor,
  where: string,
  member: string,
  declared: Member,
  made: readonly unknown[],
): unknown {
  const played = BEHAVIOUR[`${actor.$type}.${member}`]
  if (declared.kind === 'property') {
    if (typeof played === 'function')
      return (played as (actor: Actor, made: readonly unknown[]) => unknown)(actor, made)
    if (played !== undefined) return played
    return invent(declared.shape, where)
  }
  return (...args: unknown[]): unknown => {
    note({ is: 'call', on: actor.$name, member, args: args.map(spell) })
    if (EVENTS.has(member)) {
      const call = (actor.$events as unknown as Record<string, (...args: unknown[]) => unknown>)[member]
      const answer = call?.apply(actor.$events, args)
      return answer === actor.$events ? actor : answer
    }
    if (typeof played === 'function')
      return (played as (actor: Actor, ...args: unknown[]) => unknown)(actor, ...args)
    const begin = MAKING[`${actor.$type}.${member}`]
    if (!begin || declared.shape.is !== 'object') return invent(declared.shape, where)
    const got = get(declared.shape.type)
    begin(got, args[0] as Parameters<typeof begin>[1])
    return got
  }
}

const nameFor = (type: string): string => `${type.charAt(0).toLowerCase()}${type.slice(1)}${++made}`

/** An object that Electron hands out. */
function get(type: string): Actor {
  const name = nameFor(type)
  note({ is: 'got', name, type })
  return make(type, name)
}

/** One object for each place it is asked at, so that `window.webContents` is always the same. */
const places = new Map<string, Actor>()

function invent(shape: Shape, where: string): unknown {
  switch (shape.is) {
    case 'void':
      return undefined
    case 'boolean':
      return false
    case 'number':
      return 0
    case 'string':
      return ''
    case 'promise':
      return Promise.resolve(invent(shape.of, where))
    case 'array':
      return []
    case 'object': {
      let actor = places.get(where)
      if (!actor) {
        actor = get(shape.type)
        places.set(where, actor)
      }
      return actor
    }
    case 'other':
      throw new Error(`the stand-in does not play ${where}: add it to behaviour.ts`)
  }
}

function classOf(exported: string, type: string, statics: Record<string, Member>): unknown {
  const base = function base(): void {
    // Only ever constructed through the proxy.
  }
  return new Proxy(base, {
    construct(_target, args: unknown[]) {
      const name = nameFor(type)
      note({ is: 'new', name, class: exported, args: args.map(spell) })
      return make(type, name, args)
    },
    get(_target, member) {
      if (typeof member === 'symbol' || UNASKED.has(member) || member === 'prototype') return undefined
      const declared = statics[member]
      if (!declared) throw new TypeError(`Electron's ${exported} has no member "${member}"`)
      const self = {
        $name: `electron.${exported}`,
        $type: exported,
        $events: new EventEmitter(),
        $made: [],
      } as unknown as Actor
      if (declared.kind === 'property') return memberOf(self, `${exported}.${member}`, member, declared, [])
      return (...args: unknown[]): unknown => {
        // What depends on its arguments (a partition's session) is one object for the same arguments.
        const where = `${exported}.${member}(${JSON.stringify(args)})`
        return (memberOf(self, where, member, declared, []) as (...args: unknown[]) => unknown)(...args)
      }
    },
  })
}

const electron: Record<string, unknown> = {}
for (const [name, what] of Object.entries(types.exports)) {
  if ('object' in what) {
    const actor = make(what.object, `electron.${name}`)
    electron[name] = actor
  } else electron[name] = classOf(name, what.class, what.statics)
}
;(globalThis as Record<string, unknown>)['standInElectron'] = electron

const source = [
  'const electron = globalThis.standInElectron',
  ...Object.keys(electron).map((name) => `export const ${name} = electron.${name}`),
  'export default electron',
].join('\n')

registerHooks({
  resolve(specifier, context, next) {
    if (specifier !== 'electron' && specifier !== 'electron/main') return next(specifier, context)
    return { url: STAND_IN, format: 'module', shortCircuit: true }
  },
  load(url, context, next) {
    if (url !== STAND_IN) return next(url, context)
    return { format: 'module', source, shortCircuit: true }
  },
})

const versions = { ...process.versions, electron: process.env['STAND_IN_VERSION'] ?? '', chrome: '142.0.0.0' }
Object.defineProperty(process, 'versions', { value: Object.freeze(versions) })
Object.defineProperty(process, 'resourcesPath', { value: process.env['STAND_IN_RESOURCES'] ?? '' })
Object.defineProperty(process, 'type', { value: 'browser' })

/** What the test may ask for. */
export type Order =
  /** Something happens: an event of an object, with values or the names of objects. */
  | { do: 'emit'; on: string; event: string; args: Spelled[] }
  /** A function handed over in an earlier call is called: a menu's click. */
  | { do: 'invoke'; function: number; args: Spelled[] }
  /** The window's page asks for a port, as the preload does; what is said over it goes through this process. */
  | { do: 'port'; window: string }
  | { do: 'say'; data: unknown }

/** As much of Electron's MessagePortMain as the app uses. */
const port = Object.assign(new EventEmitter(), {
  postMessage: (data: unknown) => process.send?.({ said: data }),
  start: () => undefined,
  close: () => undefined,
})

function play(order: Order): void {
  if (order.do === 'emit') {
    const { on, event, args } = order
    const refuse = (): void => note({ is: 'refused', on, event })
    const played = [{ preventDefault: refuse }, ...args.map((one) => meantBy(one, known))]
    known.get(on)?.$events.emit(event, ...played)
  } else if (order.do === 'invoke') {
    handed[order.function]?.(...order.args.map((one) => meantBy(one, known)))
  } else if (order.do === 'port') {
    const sender = known.get(order.window)?.['webContents'] as Actor
    const event = { sender, senderFrame: sender['mainFrame'], ports: [port] }
    ;(electron['ipcMain'] as Actor).$events.emit('leadline:port', event)
  } else port.emit('message', { data: order.data })
}
process.on('message', play)
