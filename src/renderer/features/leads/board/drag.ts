/** A card under the pointer: taken up once the pointer moved, put down on a stage, let go with Esc. Fingers scroll; they have the menu. */
import { useEffect, useRef, type PointerEvent } from 'react'
import { create } from 'zustand'
import type { Lead } from '../../../../contract'

/** Pixels from which a press is no click any more. */
const FAR = 6

interface Drag {
  lead: Lead | null
  x: number
  y: number
  /** The stage below. */
  over: string | null
}

const NOTHING: Drag = { lead: null, x: 0, y: 0, over: null }

export const useDrag = create<Drag>(() => NOTHING)

/** Marks what a card may be put down on. */
export const dropOn = (stageId: string) => ({ 'data-drop-stage': stageId })

const stageAt = (x: number, y: number): string | null =>
  document.elementFromPoint(x, y)?.closest<HTMLElement>('[data-drop-stage]')?.dataset['dropStage'] ?? null

/** The click that ends a drag opens nothing; it comes, if it does, in the same turn. */
function swallowClick(): void {
  const listening = new AbortController()
  const { signal } = listening
  addEventListener('click', (click) => click.stopPropagation(), { signal, capture: true })
  setTimeout(() => listening.abort())
}

export interface Draggable {
  onPointerDown: (event: PointerEvent<HTMLElement>) => void
}

/** `onDrop` gets the stage the card was put down on. Null: it may not be moved. */
export function useDraggable(lead: Lead, onDrop: ((stageId: string) => void) | null): Draggable {
  const stop = useRef<(() => void) | null>(null)
  // The card may leave the screen while it is held: what listens ends with it.
  useEffect(() => () => stop.current?.(), [])
  return {
    onPointerDown: (down) => {
      if (onDrop === null || down.button !== 0 || down.pointerType === 'touch') return
      stop.current?.()
      const listening = new AbortController()
      const { signal } = listening
      const held = () => useDrag.getState().lead !== null
      const end = () => {
        listening.abort()
        stop.current = null
        useDrag.setState(NOTHING)
      }
      stop.current = end
      addEventListener(
        'pointermove',
        ({ clientX: x, clientY: y }) => {
          if (!held() && Math.hypot(x - down.clientX, y - down.clientY) < FAR) return
          getSelection()?.removeAllRanges()
          useDrag.setState({ lead, x, y, over: stageAt(x, y) })
        },
        { signal },
      )
      addEventListener(
        'pointerup',
        ({ clientX, clientY }) => {
          const stageId = held() ? stageAt(clientX, clientY) : null
          if (held()) swallowClick()
          end()
          if (stageId !== null) onDrop(stageId)
        },
        { signal },
      )
      addEventListener('pointercancel', end, { signal })
      addEventListener(
        'keydown',
        (event) => {
          if (event.key !== 'Escape' || !held()) return
          event.preventDefault()
          event.stopPropagation()
          end()
        },
        { signal, capture: true },
      )
    },
  }
}
