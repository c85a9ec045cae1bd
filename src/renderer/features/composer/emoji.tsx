/** A small choice of emoji that shops use; the system's own picker has all others. */
import { Smile } from 'lucide-react'
import { Popover } from 'radix-ui'
import { useTranslation } from 'react-i18next'

const EMOJI = [
  ...['😀', '😄', '😊', '😉', '😍', '🤗', '🤔', '😅'],
  ...['😂', '🙂', '😎', '🥳', '😢', '😮', '😬', '🙄'],
  ...['👍', '👎', '👌', '🙏', '👏', '🤝', '💪', '👋'],
  ...['❤️', '🎉', '🔥', '✨', '⭐', '✅', '❌', '⚠️'],
  ...['📦', '🚚', '🛒', '💰', '🧾', '📞', '📅', '⏰'],
]

export function EmojiPicker({ onPick }: { onPick: (emoji: string) => void }) {
  const { t } = useTranslation()
  return (
    <Popover.Root>
      <Popover.Trigger asChild>
        <button
          type="button"
          aria-label={t('composer.emoji')}
          title={t('composer.emoji')}
          className="flex size-8 shrink-0 items-center justify-center rounded-control text-text-2 hover:bg-surface-3 hover:text-text-1"
        >
          <Smile aria-hidden className="size-[18px]" />
        </button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          side="top"
          align="start"
          sideOffset={8}
          collisionPadding={8}
          aria-label={t('composer.emoji')}
          className="z-50 animate-fade rounded-card bg-surface-1 p-2 shadow-3"
        >
          <div className="grid grid-cols-8">
            {EMOJI.map((emoji) => (
              <button
                key={emoji}
                type="button"
                onClick={() => onPick(emoji)}
                className="focus-inset flex size-9 items-center justify-center rounded-control text-[20px] hover:bg-surface-3"
              >
                {emoji}
              </button>
            ))}
          </div>
          <p className="max-w-72 px-1 pt-2 text-meta text-text-3">{t('composer.emojiHint')}</p>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}
