/** Three hints for the first day; gone for good once closed. */
import { Keyboard, MessageSquareReply, ShieldCheck } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { setPreferences, usePreferences } from '../../stores/app'
import { Button, Kbd } from '../../ui'

export function Hints() {
  const { t } = useTranslation()
  const seen = usePreferences((state) => state.preferences?.hintsSeen ?? true)
  if (seen) return null
  const hints = [
    { icon: MessageSquareReply, text: t('inbox.hints.reply'), keys: 'Alt+J' },
    { icon: Keyboard, text: t('inbox.hints.keys'), keys: 'Mod+K' },
    { icon: ShieldCheck, text: t('inbox.hints.kept'), keys: null },
  ]
  return (
    <section
      aria-label={t('inbox.hints.title')}
      className="flex shrink-0 flex-wrap items-center gap-x-8 gap-y-2 border-t border-line bg-accent-soft px-4 py-2.5"
    >
      <ul className="flex min-w-0 grow flex-wrap gap-x-8 gap-y-1.5">
        {hints.map(({ icon: Icon, text, keys }) => (
          <li key={text} className="flex min-w-0 items-center gap-2 text-small text-text-1">
            <Icon aria-hidden className="size-4 shrink-0 text-accent-text" />
            {text}
            {keys !== null && <Kbd keys={keys} />}
          </li>
        ))}
      </ul>
      <Button size="sm" onClick={() => void setPreferences({ hintsSeen: true })}>
        {t('inbox.hints.done')}
      </Button>
    </section>
  )
}
