/** A menu of actions behind a button. */
import { DropdownMenu as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { cx } from '../lib/cx'
import { Kbd } from './kbd'

export interface MenuItem {
  id: string
  label: string
  icon?: ReactNode
  hint?: string
  danger?: boolean
  disabled?: boolean
  onSelect: () => void
}

export interface MenuProps {
  /** The button; it gets the menu's aria attributes. */
  trigger: ReactNode
  /** Groups, parted by a line. */
  groups: readonly (readonly MenuItem[])[]
  align?: 'start' | 'end'
}

export function Menu({ trigger, groups, align = 'end' }: MenuProps) {
  const shown = groups.filter((group) => group.length > 0)
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align={align}
          sideOffset={4}
          collisionPadding={8}
          className="z-50 min-w-48 animate-fade rounded-card bg-surface-1 p-1 shadow-3 focus-visible:outline-none"
        >
          {shown.map((group, index) => (
            <Radix.Group key={group[0]?.id}>
              {index > 0 && <Radix.Separator className="my-1 h-px bg-line" />}
              {group.map((item) => (
                <Radix.Item
                  key={item.id}
                  disabled={item.disabled ?? false}
                  onSelect={item.onSelect}
                  className={cx(
                    'flex h-8 items-center gap-2.5 rounded-control px-2 text-body select-none data-[disabled]:opacity-50',
                    'data-[highlighted]:bg-surface-3 data-[highlighted]:outline-none',
                    item.danger ? 'text-danger' : 'text-text-1',
                  )}
                >
                  <span aria-hidden className="flex size-4 items-center justify-center text-text-3">
                    {item.icon}
                  </span>
                  <span className="grow truncate">{item.label}</span>
                  {item.hint !== undefined && <Kbd keys={item.hint} />}
                </Radix.Item>
              ))}
            </Radix.Group>
          ))}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
