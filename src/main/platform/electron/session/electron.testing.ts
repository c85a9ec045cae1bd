/** For tests: as much of Electron as a session's window touches, with its events to be sent by hand. */
import { EventEmitter } from 'node:events'

/** As Electron's debugger; answers every command with its own name. */
export class FakeDebugger extends EventEmitter {
  attached = false
  readonly sent: unknown[][] = []

  attach(version: string): void {
    if (this.attached) throw new Error('Another debugger is already attached to this target')
    this.attached = true
    this.sent.push(['attach', version])
  }
  sendCommand(...command: unknown[]): Promise<unknown> {
    this.sent.push(command)
    return Promise.resolve({ method: command[0] })
  }
}

/** The handler that was set, to be asked. */
type Handler = (...args: unknown[]) => unknown

export class FakeContents extends EventEmitter {
  readonly debugger = new FakeDebugger()
  muted = false
  openHandler: Handler | undefined
  setWindowOpenHandler(handler: Handler): void {
    this.openHandler = handler
  }
  setAudioMuted(muted: boolean): void {
    this.muted = muted
  }
}

export class FakeWindow extends EventEmitter {
  static readonly all: FakeWindow[] = []
  static loadFails = false
  readonly webContents = new FakeContents()
  readonly calls: string[] = []
  visible = false
  destroyed = false

  constructor(readonly options: unknown) {
    super()
    FakeWindow.all.push(this)
  }
  removeMenu(): void {
    this.calls.push('removeMenu')
  }
  loadURL(url: string): Promise<void> {
    this.calls.push(url)
    return FakeWindow.loadFails ? Promise.reject(new Error('ERR_FAILED')) : Promise.resolve()
  }
  isDestroyed(): boolean {
    return this.destroyed
  }
  isVisible(): boolean {
    return this.visible
  }
  isMinimized(): boolean {
    return false
  }
  show(): void {
    this.visible = true
  }
  hide(): void {
    this.visible = false
  }
  focus(): void {
    this.calls.push('focus')
  }
  destroy(): void {
    if (this.destroyed) throw new TypeError('Object has been destroyed')
    this.destroyed = true
    this.calls.push('destroy')
    this.webContents.debugger.emit('detach', {}, 'target closed')
    this.emit('closed')
  }
}

export class FakeSession extends EventEmitter {
  static readonly all = new Map<string, FakeSession>()
  userAgent: string | undefined
  readonly cleared: string[] = []
  flushed = 0

  static fromPartition(partition: string): FakeSession {
    const own = FakeSession.all.get(partition) ?? new FakeSession()
    FakeSession.all.set(partition, own)
    return own
  }
  setUserAgent(userAgent: string): void {
    this.userAgent = userAgent
  }
  flushStorageData(): void {
    this.flushed++
  }
  clearStorageData(): Promise<void> {
    this.cleared.push('storage')
    return Promise.resolve()
  }
  clearCache(): Promise<void> {
    this.cleared.push('cache')
    return Promise.resolve()
  }
}
