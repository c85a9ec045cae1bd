/** Linking a page with a phone: the QR codes that an unlinked page shows, and the scan (or the code) that ends it. */
import { randomBytes, randomUUID } from 'node:crypto'
import type { Line } from './link'
import type { Session } from './session'
import { snapshotOf } from './snapshot'

export interface Linked {
  device: string
  session: string
}

/** What a person points their phone at; without any of them, the only page there is to link. */
export interface Scanned {
  /** The QR code, whole or its first part. */
  qr?: string | undefined
  /** The pairing code. */
  code?: string | undefined
  session?: string | undefined
}

/** Puts a fresh QR on a page, which is then nobody's, and keeps rotating it. */
export function showRef(session: Session, forget = false): void {
  const { lobby } = session.line.phones
  lobby.line.take(session)
  const { settings } = lobby.world
  clearTimeout(session.refTimer)
  session.device = undefined
  session.atPasskey = false
  session.shownRefs = 1
  session.ref = makeRef()
  session.send({ t: 'unlinked', ref: session.ref, settings, forget })
  rotate(session, settings.qr.firstMs)
}

function rotate(session: Session, afterMs: number): void {
  session.refTimer = setTimeout(() => {
    const { count, nextMs } = session.line.world.settings.qr
    if (session.shownRefs >= count) {
      session.ref = undefined
      session.send({ t: 'idle' })
      return
    }
    session.shownRefs++
    session.ref = makeRef()
    session.send({ t: 'ref', ref: session.ref })
    rotate(session, nextMs)
  }, afterMs)
}

/** The phone of `line` scanned: links the page with it. Throws a sentence when no page shows what was scanned. */
export function pair(line: Line, by: Scanned): Linked {
  const session = pageFor(line, by)
  clearTimeout(session.refTimer)
  session.ref = undefined
  session.pairingCode = undefined
  line.take(session)
  if (line.world.settings.passkey) {
    session.atPasskey = true
    session.send({ t: 'passkey' })
    throw new Error('The phone asks to continue on WhatsApp Web with a passkey; the device is not linked')
  }
  if (line.world.settings.refusesLink) {
    session.send({ t: 'state', state: 'PAIRING' })
    session.refTimer = setTimeout(() => showRef(session), line.world.settings.boot.pairMs)
    throw new Error('The phone says that the device could not be linked')
  }
  return link(session)
}

/** The page that asks for a passkey got it: links it. */
export function passkeyDone(line: Line): Linked {
  const session = [...line.sessions].find((one) => one.atPasskey)
  if (session === undefined) throw new Error('No page asks for a passkey')
  session.atPasskey = false
  return link(session)
}

function link(session: Session): Linked {
  const { world } = session.line
  const device = {
    id: randomUUID().slice(0, 8),
    secret: randomBytes(16).toString('hex'),
    linkedAt: Date.now(),
    seenSeq: 0,
  }
  world.devices.set(device.id, device)
  session.device = device.id
  session.sentSeq = world.seq
  session.send({
    t: 'paired',
    device: { id: device.id, secret: device.secret },
    settings: world.settings,
    snapshot: snapshotOf(world),
  })
  world.write({ kind: 'linked', device: device.id })
  return { device: device.id, session: session.id }
}

function pageFor(line: Line, by: Scanned): Session {
  const waiting = line.phones.unlinked()
  if (by.qr !== undefined) {
    const ref = by.qr.split(',')[0]
    const found = waiting.find((session) => session.ref === ref)
    if (found === undefined) throw new Error('This QR code is not (or no longer) on any screen')
    return found
  }
  if (by.code !== undefined) {
    const code = by.code.replace('-', '').toUpperCase()
    const found = waiting.find((session) => session.pairingCode === code)
    if (found === undefined) throw new Error(`No page waits for the code ${by.code}`)
    return found
  }
  const [found, another] = waiting.filter((session) => by.session === undefined || session.id === by.session)
  if (found === undefined) throw new Error('No page shows a QR code or waits for a pairing code')
  if (another !== undefined) throw new Error('Several pages show a QR code: name the one to scan')
  return found
}

/** Looks like WhatsApp's: `2@` and base64. */
const makeRef = (): string => `2@${randomBytes(66).toString('base64').replaceAll(',', '')}`
