/** Short news of something just done, with a way back for 10 s. Trouble that stays is a banner instead. */
import { X } from 'lucide-react'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { create } from 'zustand'
import { Button, IconButton } from './button'
import { toastsBeside, withToast, type ToastEntry } from './toast-rules'

export interface ToastOptions {
  /** A way back, which keeps it for 10 s, also beside another chat. */
  action?: { label: string; run: () => void }
  /** What it is about: a newer one about the same takes its place. */
  about?: string
  /** The chat it belongs to: gone once another one is opened. */
  chat?: string
}

interface Toast extends ToastEntry {
  action: { label: string; run: () => void } | null
  lasts: number
}

const useToasts = create<{ toasts: Toast[] }>(() => ({ toasts: [] }))
let nextId = 1

const remove = (id: number) =>
  useToasts.setState(({ toasts }) => ({ toasts: toasts.filter((toast) => toast.id !== id) }))

/** Shows `text`; with an action (undo) for 10 s, else for 5 s. At most three at a time. */
export function toast(text: string, options: ToastOptions = {}): void {
  const { action = null, about = null, chat = null } = options
  const lasts = action ? 10_000 : 5000
  // What can be taken back stays within reach until it is too late.
  const entry = { id: nextId++, text, action, about, chat: action ? null : chat, lasts }
  useToasts.setState(({ toasts }) => ({ toasts: withToast(toasts, entry) }))
}

/** Another chat is open (null: none): what was said of others goes. */
export const keepToastsOf = (chat: string | null): void =>
  useToasts.setState(({ toasts }) => ({ toasts: toastsBeside(toasts, chat) }))

function ToastRow({ toast: { id, text, action, lasts } }: { toast: Toast }) {
  const { t } = useTranslation()
  useEffect(() => {
    const timer = setTimeout(() => remove(id), lasts)
    return () => clearTimeout(timer)
  }, [id, lasts])
  return (
    <div className="pointer-events-auto flex max-w-[min(480px,calc(100vw-32px))] min-[760px]:max-w-72 animate-rise items-center gap-3 rounded-card bg-surface-1 py-2 pr-2 pl-4 shadow-3 ring-1 ring-line">
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
      // Over the list's foot, or below the head where there is one pane: never over the newest messages and what is being written.
      className="pointer-events-none fixed inset-x-0 top-16 z-50 flex flex-col items-center gap-2 min-[760px]:top-auto min-[760px]:right-auto min-[760px]:bottom-26 min-[760px]:left-18 min-[760px]:items-start"
    >
      {toasts.map((one) => (
        <ToastRow key={one.id} toast={one} />
      ))}
    </div>
  )
}
