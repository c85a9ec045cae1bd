/** Tells screen readers of new messages, politely, at most once in 5 s: what came meanwhile is counted. */
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useThread } from '../../stores/thread'
import { usePreview } from '../inbox/preview'

const PAUSE = 5000

export function Announcer({ name }: { name: string }) {
  const { t } = useTranslation()
  const preview = usePreview()
  const last = useThread((state) => (state.newer ? undefined : state.items.at(-1)))
  const conversationId = useThread((state) => state.conversationId)
  const [text, setText] = useState('')
  const seen = useRef<{ conversationId: string | null; id: number | null }>({
    conversationId: null,
    id: null,
  })
  const waiting = useRef(0)
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null)
  const spoken = useRef(-PAUSE)

  useEffect(() => {
    if (!last) return
    const opened = seen.current.conversationId !== conversationId || seen.current.id === null
    const same = seen.current.id === last.id
    seen.current = { conversationId, id: last.id }
    if (opened) waiting.current = 0
    if (opened || same || last.direction === 'out') return
    waiting.current += 1
    const speak = () => {
      timer.current = null
      spoken.current = performance.now()
      setText(
        waiting.current === 1
          ? t('thread.announceOne', { name, text: preview({ type: last.type, body: last.body }) })
          : t('thread.announceMany', { count: waiting.current, name }),
      )
      waiting.current = 0
    }
    if (timer.current !== null) clearTimeout(timer.current)
    timer.current = setTimeout(speak, Math.max(0, spoken.current + PAUSE - performance.now()))
  }, [last, conversationId, name, t, preview])
  useEffect(
    () => () => {
      if (timer.current !== null) clearTimeout(timer.current)
    },
    [],
  )

  return (
    <div aria-live="polite" className="sr-only">
      {text}
    </div>
  )
}
