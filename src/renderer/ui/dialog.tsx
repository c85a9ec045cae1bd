/** A dialog: takes the focus, gives it back where it came from, closes with Esc. */
import { X } from 'lucide-react'
import { Dialog as Radix } from 'radix-ui'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { cx } from '../lib/cx'
import { Button, IconButton } from './button'
import { useFocusBack } from './focus-back'

export interface DialogProps {
  open: boolean
  onClose: () => void
  title: string
  description?: string | undefined
  children?: ReactNode
  /** Buttons, the main one last. */
  footer?: ReactNode
  width?: 'sm' | 'md' | 'lg'
}

const WIDTHS = { sm: 'max-w-[400px]', md: 'max-w-[520px]', lg: 'max-w-[720px]' }

export function Dialog({ open, onClose, title, description, children, footer, width = 'sm' }: DialogProps) {
  const { t } = useTranslation()
  const { remember, giveBack } = useFocusBack()
  return (
    <Radix.Root open={open} onOpenChange={(next) => next || onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-fade bg-overlay" />
        <Radix.Content
          {...(description === undefined ? { 'aria-describedby': undefined } : {})}
          onCloseAutoFocus={giveBack}
          // To what the dialog is about, not to its close button.
          onOpenAutoFocus={(event) => {
            remember()
            if (!(event.currentTarget instanceof HTMLElement)) return
            const box = event.currentTarget
            event.preventDefault()
            const inside = box.querySelector<HTMLElement>('[data-body] :is(input, textarea, select, button)')
            ;(inside ?? box).focus()
          }}
          className={cx(
            'fixed top-1/2 left-1/2 z-40 flex max-h-[calc(100dvh-32px)] w-[calc(100vw-32px)] -translate-1/2 flex-col rounded-card bg-surface-1 shadow-3',
            'animate-fade focus-visible:outline-none',
            WIDTHS[width],
          )}
        >
          <div className="flex items-start gap-4 px-5 pt-4 pb-3">
            <div className="min-w-0 grow">
              <Radix.Title className="text-title font-semibold text-text-1">{title}</Radix.Title>
              {description !== undefined && (
                <Radix.Description className="mt-1 text-body text-text-2">{description}</Radix.Description>
              )}
            </div>
            <Radix.Close asChild>
              <IconButton
                label={t('common.close')}
                icon={<X aria-hidden className="size-4" />}
                className="-mr-2"
              />
            </Radix.Close>
          </div>
          {children !== undefined && (
            <div data-body className="relative min-h-0 grow overflow-y-auto px-5 pt-0.5 pb-4">
              {children}
            </div>
          )}
          {footer !== undefined && (
            <div className="flex flex-wrap justify-end gap-2 border-t border-line px-5 py-3">{footer}</div>
          )}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

export interface ConfirmProps {
  open: boolean
  onClose: () => void
  /** A question with the thing's name in it. */
  title: string
  text: string
  /** The verb of the action, never "OK". */
  action: string
  danger?: boolean
  onConfirm: () => Promise<void> | void
}

/** Asks before what can't be undone. Stays open, busy, until the action ended. */
export function Confirm({ open, onClose, title, text, action, danger = false, onConfirm }: ConfirmProps) {
  const { t } = useTranslation()
  const [busy, setBusy] = useState(false)
  const confirm = async () => {
    setBusy(true)
    try {
      await onConfirm()
    } finally {
      setBusy(false)
      onClose()
    }
  }
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={title}
      description={text}
      footer={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button variant={danger ? 'danger' : 'primary'} busy={busy} onClick={() => void confirm()}>
            {action}
          </Button>
        </>
      }
    />
  )
}
