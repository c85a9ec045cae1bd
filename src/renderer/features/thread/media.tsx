/** Pictures, films, sound and files in a message, in each state: waiting, loading, too large, gone, there. */
import {
  CloudOff,
  Download,
  FileText,
  Image,
  LoaderCircle,
  Mic,
  Music,
  Play,
  Video,
  type LucideIcon,
} from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Media, Message } from '../../../contract'
import { client } from '../../client'
import { attempt } from '../../lib/attempt'
import { useFormat } from '../../lib/format'
import { Button } from '../../ui'
import { useViewer } from './viewer-state'

const GLYPHS: Partial<Record<Message['type'], LucideIcon>> = {
  image: Image,
  sticker: Image,
  video: Video,
  audio: Music,
  voice: Mic,
}

/** The space a picture takes, at most 320 by 320, known before it is loaded so that nothing jumps. */
export function boxOf(media: Pick<Media, 'width' | 'height'>, most = 320): { width: number; height: number } {
  const width = media.width ?? 4
  const height = media.height ?? 3
  const scale = Math.min(most / width, most / height, media.width === null ? Infinity : 1)
  return { width: Math.max(80, Math.round(width * scale)), height: Math.max(60, Math.round(height * scale)) }
}

function Missing({ message, media }: { message: Message; media: Media }) {
  const { t } = useTranslation()
  const format = useFormat()
  const Icon = media.state === 'unavailable' ? CloudOff : (GLYPHS[message.type] ?? FileText)
  const loading = media.state === 'downloading' || media.state === 'waiting'
  const fetchIt = () => void attempt(() => client.messages.fetchMedia({ messageId: message.id }))
  return (
    <div className="flex max-w-80 min-w-56 items-center gap-3 rounded-control bg-surface-2/70 p-2">
      <span
        aria-hidden
        className="flex size-10 shrink-0 items-center justify-center rounded-control bg-surface-3 text-text-2"
      >
        {media.state === 'downloading' ? (
          <LoaderCircle className="size-5 animate-spin" />
        ) : (
          <Icon className="size-5" />
        )}
      </span>
      <span className="min-w-0 grow">
        <span dir="auto" className="block truncate font-medium">
          {media.name ?? t(`thread.kind.${message.type}`)}
        </span>
        <span className="numeric block text-small text-text-2">
          {t(`thread.media.${media.state}`)}
          {media.size !== null && ` · ${format.bytes(media.size)}`}
        </span>
        {!loading && (
          <Button
            size="sm"
            className="mt-1.5"
            icon={<Download aria-hidden className="size-3.5" />}
            onClick={fetchIt}
          >
            {media.state === 'too-large' ? t('thread.media.fetchAnyway') : t('common.retry')}
          </Button>
        )}
      </span>
    </div>
  )
}

function Visual({ message, media, url }: { message: Message; media: Media; url: string }) {
  const { t } = useTranslation()
  const sticker = message.type === 'sticker'
  const box = boxOf(media, sticker ? 140 : 320)
  const name = media.name ?? t(`thread.kind.${message.type}`)
  if (sticker) return <img src={url} alt={name} style={box} className="object-contain" />
  return (
    <button
      type="button"
      aria-label={t('thread.media.open', { name })}
      onClick={() => useViewer.setState({ messageId: message.id })}
      className="relative block max-w-full overflow-hidden rounded-[10px] bg-surface-3"
      style={{ width: box.width, aspectRatio: `${box.width} / ${box.height}` }}
    >
      {message.type === 'image' ? (
        <img src={url} alt="" loading="lazy" className="size-full object-cover" />
      ) : (
        <>
          <video src={`${url}#t=0.1`} preload="metadata" muted className="size-full object-cover" />
          <span aria-hidden className="absolute inset-0 flex items-center justify-center">
            <span className="flex size-12 items-center justify-center rounded-full bg-overlay text-[white]">
              <Play className="size-6" fill="currentColor" />
            </span>
          </span>
        </>
      )}
    </button>
  )
}

export function MediaContent({ message }: { message: Message }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { media } = message
  if (!media) return <p className="text-text-2">{t(`thread.kind.${message.type}`)}</p>
  if (media.state !== 'ready' || media.url === null) return <Missing message={message} media={media} />
  const { url } = media
  if (message.type === 'image' || message.type === 'video' || message.type === 'sticker')
    return <Visual message={message} media={media} url={url} />
  if (message.type === 'audio' || message.type === 'voice')
    return (
      <audio
        controls
        preload="metadata"
        src={url}
        aria-label={media.name ?? t(`thread.kind.${message.type}`)}
        className="h-10 w-72 max-w-full"
      />
    )
  return (
    <a
      href={url}
      download={media.name ?? ''}
      className="flex max-w-80 min-w-56 items-center gap-3 rounded-control bg-surface-2/70 p-2 hover:bg-surface-2"
    >
      <span
        aria-hidden
        className="flex size-10 shrink-0 items-center justify-center rounded-control bg-surface-3 text-text-2"
      >
        <FileText className="size-5" />
      </span>
      <span className="min-w-0 grow">
        <span dir="auto" className="block truncate font-medium">
          {media.name ?? t('thread.kind.document')}
        </span>
        <span className="numeric block text-small text-text-2">
          {media.size === null ? media.mime : format.bytes(media.size)}
        </span>
      </span>
      <Download aria-hidden className="size-4 shrink-0 text-text-3" />
    </a>
  )
}
