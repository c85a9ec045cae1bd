/** Short news of something just done, with a way back for 10 s. Trouble that stays is a banner instead. */
import { X } from 'lucide-react'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { create } from 'zustand'
import { Button, IconButton } from './button'

interface Toast {
  id: number
  text: string
  action: { label: string; run: () => void } | null
  lasts: number
}

const useToasts = create<{ toasts: Toast[] }>(() => ({ toasts: [] }))
let nextId = 1

const remove = (id: number) =>
  useToasts.setState(({ toasts }) => ({ toasts: toasts.filter((toast) => toast.id !== id) }))

/** Shows `text`; with an action (undo) for 10 s, else for 5 s. At most three at a time. */
export function toast(text: string, action: Toast['action'] = null): void {
  const entry = { id: nextId++, text, action, lasts: action === null ? 5000 : 10_000 }
  useToasts.setState(({ toasts }) => ({
    toasts: [...toasts.filter((one) => one.text !== text), entry].slice(-3),
  }))
}

function ToastRow({ toast: { id, text, action, lasts } }: { toast: Toast }) {
  const { t } = useTranslation()
  useEffect(() => {
    const timer = setTimeout(() => remove(id), lasts)
    return () => clearTimeout(timer)
  }, [id, lasts])
  return (
    <div className="pointer-events-auto flex max-w-[min(480px,calc(100vw-32px))] animate-rise items-center gap-3 rounded-card bg-surface-1 py-2 pr-2 pl-4 shadow-3 ring-1 ring-line">
      <p className="min-w-0 grow text-body">{text}</p>
      {action !== null && (
        <Button
          size="sm"
          onClick={() => {
            action.run()
            remove(id)
          }}
        >
          {action.label}
        </Button>
      )}
      <IconButton
        size="sm"
        label={t('common.close')}
        icon={<X aria-hidden className="size-4" />}
        onClick={() => remove(id)}
      />
    </div>
  )
}

export function Toaster() {
  const toasts = useToasts((state) => state.toasts)
  return (
    <div
      role="status"
      className="pointer-events-none fixed inset-x-0 bottom-20 z-50 flex flex-col items-center gap-2"
    >
      {toasts.map((one) => (
        <ToastRow key={one.id} toast={one} />
      ))}
    </div>
  )
}
