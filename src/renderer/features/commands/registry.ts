/** Who does what a command says: the component on the screen that knows how. The latest one wins. */
import { useEffect, useRef } from 'react'
import type { CommandId } from './keys'

const handlers = new Map<CommandId, (() => void)[]>()

/** While mounted, `run` is what `id` does. */
export function useCommand(id: CommandId, run: (() => void) | null): void {
  const latest = useRef(run)
  useEffect(() => {
    latest.current = run
  })
  const on = run !== null
  useEffect(() => {
    if (!on) return
    const call = () => latest.current?.()
    handlers.set(id, [...(handlers.get(id) ?? []), call])
    return () => {
      handlers.set(
        id,
        (handlers.get(id) ?? []).filter((one) => one !== call),
      )
    }
  }, [id, on])
}

export const canRun = (id: CommandId): boolean => (handlers.get(id)?.length ?? 0) > 0

/** False where nobody on the screen can do it. */
export function runCommand(id: CommandId): boolean {
  const run = handlers.get(id)?.at(-1)
  run?.()
  return run !== undefined
}
