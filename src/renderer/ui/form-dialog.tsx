/** A dialog around one form: cancel, and the button that sends it. */
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from './button'
import { Dialog, type DialogProps } from './dialog'

export interface FormDialogProps {
  open: boolean
  onClose: () => void
  title: string
  description: string
  /** Of the form inside, which the button sends. */
  formId: string
  submit: string
  width?: DialogProps['width']
  /** The form, given how to say that it is under way. */
  children: (onBusy: (busy: boolean) => void) => ReactNode
}

export function FormDialog({
  open,
  onClose,
  title,
  description,
  formId,
  submit,
  width,
  children,
}: FormDialogProps) {
  const { t } = useTranslation()
  const [busy, setBusy] = useState(false)
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={title}
      description={description}
      {...(width && { width })}
      footer={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button variant="primary" type="submit" form={formId} busy={busy}>
            {submit}
          </Button>
        </>
      }
    >
      {children(setBusy)}
    </Dialog>
  )
}
