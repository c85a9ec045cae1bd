/** Tells the screens of much that comes at once not page by page, but a few times a second at most. */
import type { RecordKind } from '../../contract'

/** Milliseconds. */
const AT_MOST_EVERY = 400

export class Floods {
  private kinds = new Set<RecordKind>()
  private timer: NodeJS.Timeout | null = null

  constructor(private readonly tell: (kinds: RecordKind[]) => void) {}

  add(kinds: readonly RecordKind[]): void {
    for (const kind of kinds) this.kinds.add(kind)
    if (this.kinds.size === 0) return
    this.timer ??= setTimeout(() => {
      this.timer = null
      this.flush()
    }, AT_MOST_EVERY)
  }

  /** What is left is not told any more: whoever shows something reads it again when there is somebody to ask. */
  stop(): void {
    if (this.timer) clearTimeout(this.timer)
    this.timer = null
    this.kinds.clear()
  }

  private flush(): void {
    const kinds = [...this.kinds]
    this.kinds.clear()
    if (kinds.length > 0) this.tell(kinds)
  }
}
