/** A short name for a control that shows only an icon. Never the only place of an information. */
import { Tooltip as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { Kbd } from './kbd'

export const TooltipProvider = ({ children }: { children: ReactNode }) => (
  <Radix.Provider delayDuration={500} skipDelayDuration={200}>
    {children}
  </Radix.Provider>
)

export interface TooltipProps {
  text: string
  hint?: string | undefined
  side?: 'top' | 'right' | 'bottom' | 'left'
  children: ReactNode
}

export function Tooltip({ text, hint, side = 'bottom', children }: TooltipProps) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          side={side}
          sideOffset={6}
          collisionPadding={8}
          className="z-50 flex max-w-64 animate-fade items-center gap-2 rounded-control bg-text-1 px-2 py-1 text-meta text-surface-1 shadow-2"
        >
          {text}
          {hint !== undefined && <Kbd keys={hint} quiet />}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
