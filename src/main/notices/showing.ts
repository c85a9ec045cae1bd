/** Which chats are before a person's eyes: said by each screen, and true for as long as its call lasts. */
export class Showing {
  /** Conversation and how many screens show it. */
  private readonly screens = new Map<string, number>()

  has(conversationId: string): boolean {
    return this.screens.has(conversationId)
  }

  /** Resolves when `signal` aborts: the screen shows something else, lost the focus, or its connection ended. */
  async hold(conversationId: string, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return
    this.screens.set(conversationId, (this.screens.get(conversationId) ?? 0) + 1)
    await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
    const left = (this.screens.get(conversationId) ?? 1) - 1
    if (left > 0) this.screens.set(conversationId, left)
    else this.screens.delete(conversationId)
  }
}
