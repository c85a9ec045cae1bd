/**
 * The phones behind the one site, each with a world, a line and faults of its own: a page that is linked is served by its
 * phone alone, whatever happens to the others. Pages that are not linked yet are at the first phone's, the lobby.
 */
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { WebSocket } from 'ws'
import { Faults } from './faults'
import { Line } from './link'
import { Session } from './session'
import { keepOnDisk } from './world/disk'
import type { Disk } from './world/disk'
import { MediaStore } from './world/media'
import { World } from './world/world'

export interface Phone {
  /** From 1. */
  number: number
  world: World
  line: Line
  faults: Faults
}

/** The first phone's world lies in the state folder itself, the others' below this. */
const FOLDER = 'phones'
const LOBBY = 1

export class Phones {
  readonly #all = new Map<number, Phone>()
  readonly #disks: Disk[] = []
  readonly #media: MediaStore
  readonly lobby: Phone

  /** @param stateDir where the worlds are kept; without it they are in memory only. */
  constructor(readonly stateDir: string | undefined) {
    this.#media = new MediaStore(stateDir)
    this.lobby = this.get(LOBBY)
    const folder = stateDir === undefined ? undefined : join(stateDir, FOLDER)
    if (folder !== undefined && existsSync(folder)) {
      for (const name of readdirSync(folder)) this.get(Number(name))
    }
  }

  /** The phone of this number; there is one as soon as somebody asks. */
  get(number: number): Phone {
    const known = this.#all.get(number)
    if (known !== undefined) return known
    const world = new World(this.#media, number)
    if (this.stateDir !== undefined) {
      const below = number === LOBBY ? [] : [FOLDER, String(number)]
      this.#disks.push(keepOnDisk(world, join(this.stateDir, ...below)))
    }
    const faults = new Faults()
    const phone = { number, world, faults, line: new Line(world, faults, this) }
    this.#all.set(number, phone)
    return phone
  }

  get numbers(): number[] {
    return [...this.#all.keys()].sort((a, b) => a - b)
  }

  /** The phone that a device is linked with; the lobby for one that none knows. */
  ofDevice(id: string | undefined): Phone {
    const found = [...this.#all.values()].find(({ world }) => id !== undefined && world.devices.has(id))
    return found ?? this.lobby
  }

  /** Pages that any phone can scan. */
  unlinked(): Session[] {
    return [...this.lobby.line.sessions].filter(
      ({ device, ref, pairingCode }) =>
        device === undefined && (ref !== undefined || pairingCode !== undefined),
    )
  }

  /** A page came up; whose it is, it says in its first words. */
  open(socket: WebSocket): void {
    const session = new Session(socket, this.lobby.line)
    this.lobby.line.take(session)
    socket.on('message', (data: Buffer) => {
      void session.line.receive(session, data)
    })
    socket.on('close', () => {
      session.line.left(session)
    })
    socket.on('error', () => {
      // A page killed in the middle of a frame; `close` follows and does what is needed.
      socket.terminate()
    })
  }

  /** Lets go of all pages. */
  close(): void {
    for (const { line } of this.#all.values()) line.close()
  }

  /** Writes what is not written yet; what happens from now on is kept nowhere. */
  endKeeping(): void {
    for (const disk of this.#disks) disk.close()
  }
}
