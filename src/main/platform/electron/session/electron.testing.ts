/** For tests: as much of Electron as the windows touch, with its events to be sent by hand. */
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

/** Of every page. */
export const PAGE_PROCESS = 4_711

/** The handler that was set, to be asked. */
type Handler = (...args: unknown[]) => unknown

export class FakeContents extends EventEmitter {
  readonly debugger = new FakeDebugger()
  muted = false
  crashes = 0
  openHandler: Handler | undefined
  getOSProcessId(): number {
    return PAGE_PROCESS
  }
  setWindowOpenHandler(handler: Handler): void {
    this.openHandler = handler
  }
  setAudioMuted(muted: boolean): void {
    this.muted = muted
  }
  forcefullyCrashRenderer(): void {
    this.crashes++
  }
}

export class FakeWindow extends EventEmitter {
  static readonly all: FakeWindow[] = []
  static loadFails = false
  readonly webContents = new FakeContents()
  readonly calls: string[] = []
  readonly overlays: unknown[][] = []
  visible = false
  destroyed = false

  constructor(readonly options: unknown) {
    super()
    FakeWindow.all.push(this)
  }
  setMenuBarVisibility(): void {
    this.calls.push('setMenuBarVisibility')
  }
  isFullScreen(): boolean {
    return false
  }
  isMaximized(): boolean {
    return this.calls.includes('maximize')
  }
  maximize(): void {
    this.calls.push('maximize')
  }
  getNormalBounds() {
    return { x: 20, y: 30, width: 1000, height: 700 }
  }
  setOverlayIcon(...icon: unknown[]): void {
    this.overlays.push(icon)
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
