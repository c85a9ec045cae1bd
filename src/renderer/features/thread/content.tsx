/** What a message holds, by its kind. Anything that can't be shown says so honestly. */
import { CircleDashed, Contact, EyeOff, MapPin, Phone, Vote } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Message } from '../../../contract'
import { useFormat } from '../../lib/format'
import { MediaContent } from './media'
import { RichText } from './text'

function Placeholder({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <p className="flex items-center gap-2 text-text-2">
      <span aria-hidden className="shrink-0">
        {icon}
      </span>
      {children}
    </p>
  )
}

function Location({ message }: { message: Message }) {
  const { t } = useTranslation()
  const { location } = message
  if (!location)
    return <Placeholder icon={<MapPin className="size-4" />}>{t('thread.kind.location')}</Placeholder>
  const { latitude, longitude, label } = location
  return (
    <a
      href={`https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=16/${latitude}/${longitude}`}
      target="_blank"
      rel="noopener noreferrer"
      className="flex items-center gap-3 rounded-control bg-surface-2/60 p-2 hover:bg-surface-2"
    >
      <span
        aria-hidden
        className="flex size-9 shrink-0 items-center justify-center rounded-full bg-surface-3 text-danger"
      >
        <MapPin className="size-5" />
      </span>
      <span className="min-w-0">
        <span dir="auto" className="block truncate font-medium">
          {label ?? t('thread.kind.location')}
        </span>
        <span className="numeric block text-small text-text-2">
          {latitude.toFixed(5)}, {longitude.toFixed(5)}
        </span>
      </span>
    </a>
  )
}

function Cards({ message }: { message: Message }) {
  const { t } = useTranslation()
  if (message.cards.length === 0)
    return <Placeholder icon={<Contact className="size-4" />}>{t('thread.kind.contact-card')}</Placeholder>
  return (
    <ul className="flex flex-col gap-2">
      {message.cards.map((card, index) => (
        <li key={index} className="flex items-center gap-3">
          <span
            aria-hidden
            className="flex size-9 shrink-0 items-center justify-center rounded-full bg-surface-3 text-text-2"
          >
            <Contact className="size-5" />
          </span>
          <span className="min-w-0">
            <span dir="auto" className="block truncate font-medium">
              {card.name}
            </span>
            {card.phones.map((phone) => (
              <span key={phone} className="numeric block text-small text-text-2">
                {phone}
              </span>
            ))}
          </span>
        </li>
      ))}
    </ul>
  )
}

function Poll({ message }: { message: Message }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { poll } = message
  if (!poll) return <Placeholder icon={<Vote className="size-4" />}>{t('thread.kind.poll')}</Placeholder>
  const most = Math.max(1, ...poll.options.map((option) => option.votes))
  return (
    <div className="flex min-w-56 flex-col gap-2">
      <p className="flex items-start gap-2 font-medium">
        <Vote aria-hidden className="mt-0.5 size-4 shrink-0" />
        <span dir="auto">{poll.question}</span>
      </p>
      <ul className="flex flex-col gap-1.5">
        {poll.options.map((option, index) => (
          <li key={index}>
            <span className="flex justify-between gap-4 text-small">
              <span dir="auto">{option.text}</span>
              <span className="numeric text-text-2">
                {t('thread.votes', { count: option.votes, votes: format.number(option.votes) })}
              </span>
            </span>
            <span aria-hidden className="mt-0.5 block h-1 rounded-full bg-surface-3">
              <span
                className="block h-full rounded-full bg-accent"
                style={{ width: `${(option.votes / most) * 100}%` }}
              />
            </span>
          </li>
        ))}
      </ul>
    </div>
  )
}

export function Content({ message }: { message: Message }) {
  const { t } = useTranslation()
  const text = message.body !== null && message.body !== '' ? <RichText body={message.body} /> : null
  switch (message.type) {
    case 'text':
      return text
    case 'image':
    case 'video':
    case 'audio':
    case 'voice':
    case 'document':
    case 'sticker':
      return (
        <div className="flex flex-col gap-1.5">
          <MediaContent message={message} />
          {text}
        </div>
      )
    case 'location':
      return <Location message={message} />
    case 'contact-card':
      return <Cards message={message} />
    case 'poll':
      return <Poll message={message} />
    case 'call':
      return (
        <Placeholder icon={<Phone className="size-4" />}>
          {text ?? t(message.direction === 'in' ? 'thread.callIn' : 'thread.callOut')}
        </Placeholder>
      )
    case 'view-once':
      return <Placeholder icon={<EyeOff className="size-4" />}>{t('thread.viewOnce')}</Placeholder>
    case 'system':
      return text
    case 'unsupported':
      return (
        <>
          <Placeholder icon={<CircleDashed className="size-4" />}>{t('thread.unsupported')}</Placeholder>
          {text}
        </>
      )
  }
}
