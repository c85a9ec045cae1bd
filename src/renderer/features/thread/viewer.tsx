/** Pictures and films large: arrow keys go through those at hand, a click or + and - zooms. */
import { ChevronLeft, ChevronRight, Download, X, ZoomIn, ZoomOut } from 'lucide-react'
import { Dialog as Radix } from 'radix-ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Message } from '../../../contract'
import { useFormat } from '../../lib/format'
import { useThread } from '../../stores/thread'
import { IconButton, useFocusBack } from '../../ui'
import { useViewer } from './viewer-state'

const isVisual = (message: Message) =>
  (message.type === 'image' || message.type === 'video') &&
  typeof message.media?.url === 'string' &&
  message.revokedAt === null

function View({ message, all }: { message: Message; all: Message[] }) {
  const { t } = useTranslation()
  const format = useFormat()
  const [zoom, setZoom] = useState(1)
  const at = all.indexOf(message)
  const go = (step: number) => {
    const next = all[at + step]
    if (!next) return
    setZoom(1)
    useViewer.setState({ messageId: next.id })
  }
  const name = message.media?.name ?? t(`thread.kind.${message.type}`)
  const url = message.media?.url ?? ''
  const { remember, giveBack } = useFocusBack()
  return (
    <Radix.Content
      aria-describedby={undefined}
      onCloseAutoFocus={giveBack}
      // The picture itself: a button's tooltip would take the first Esc.
      onOpenAutoFocus={(event) => {
        remember()
        event.preventDefault()
        if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus()
      }}
      className="fixed inset-0 z-40 flex flex-col bg-surface-0 focus-visible:outline-none"
      onKeyDown={(event) => {
        if (event.key === 'ArrowLeft') go(-1)
        else if (event.key === 'ArrowRight') go(1)
        else if (event.key === '+' || event.key === '=') setZoom(Math.min(4, zoom * 1.5))
        else if (event.key === '-') setZoom(Math.max(1, zoom / 1.5))
      }}
    >
      <div className="flex items-center gap-1 border-b border-line px-4 py-2">
        <div className="min-w-0 grow">
          <Radix.Title dir="auto" className="truncate text-body font-medium">
            {name}
          </Radix.Title>
          <p className="numeric text-small text-text-3">{format.exact(message.at)}</p>
        </div>
        {message.type === 'image' && (
          <>
            <IconButton
              label={t('thread.viewer.zoomOut')}
              icon={<ZoomOut aria-hidden className="size-4" />}
              disabled={zoom === 1}
              onClick={() => setZoom(Math.max(1, zoom / 1.5))}
            />
            <IconButton
              label={t('thread.viewer.zoomIn')}
              icon={<ZoomIn aria-hidden className="size-4" />}
              disabled={zoom >= 4}
              onClick={() => setZoom(Math.min(4, zoom * 1.5))}
            />
          </>
        )}
        <a
          href={url}
          download={message.media?.name ?? ''}
          aria-label={t('thread.viewer.save')}
          className="flex size-8 items-center justify-center rounded-control text-text-2 hover:bg-surface-3"
        >
          <Download aria-hidden className="size-4" />
        </a>
        <Radix.Close asChild>
          <IconButton label={t('common.close')} icon={<X aria-hidden className="size-4" />} />
        </Radix.Close>
      </div>
      <div className="flex min-h-0 grow items-center">
        <IconButton
          size="lg"
          label={t('thread.viewer.previous')}
          icon={<ChevronLeft aria-hidden className="size-5" />}
          disabled={at <= 0}
          onClick={() => go(-1)}
          className="mx-1"
        />
        <div className="flex h-full min-w-0 grow overflow-auto" tabIndex={zoom > 1 ? 0 : -1}>
          {message.type === 'image' ? (
            <img
              src={url}
              alt={message.body ?? name}
              className="m-auto max-h-full max-w-full object-contain transition-transform duration-[160ms]"
              style={{ transform: `scale(${zoom})`, transformOrigin: zoom > 1 ? 'top left' : 'center' }}
            />
          ) : (
            <video src={url} controls autoPlay className="m-auto max-h-full max-w-full" />
          )}
        </div>
        <IconButton
          size="lg"
          label={t('thread.viewer.next')}
          icon={<ChevronRight aria-hidden className="size-5" />}
          disabled={at >= all.length - 1}
          onClick={() => go(1)}
          className="mx-1"
        />
      </div>
      {message.body !== null && message.body !== '' && (
        <p dir="auto" className="max-h-24 overflow-y-auto border-t border-line px-6 py-3 text-center">
          {message.body}
        </p>
      )}
    </Radix.Content>
  )
}

export function MediaViewer() {
  const messageId = useViewer((state) => state.messageId)
  const items = useThread((state) => state.items)
  const all = items.filter(isVisual)
  const message = all.find((one) => one.id === messageId)
  return (
    <Radix.Root
      open={message !== undefined}
      onOpenChange={(open) => open || useViewer.setState({ messageId: null })}
    >
      <Radix.Portal>{message && <View message={message} all={all} />}</Radix.Portal>
    </Radix.Root>
  )
}
