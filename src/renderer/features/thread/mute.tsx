/** Switching off the notifications of one chat, in its menu. */
import { Bell, BellOff } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { client } from '../../client'
import { attempt } from '../../lib/attempt'
import { usePreferences } from '../../stores/app'
import { useSystem } from '../../stores/system'
import type { MenuItem } from '../../ui/menu'

/** Nothing where the host shows no notifications. */
export function useMute(conversationId: string): MenuItem[] {
  const { t } = useTranslation()
  const shows = useSystem(({ status }) => status?.notifications === true)
  const muted = usePreferences(({ preferences }) => preferences?.mutedChats.includes(conversationId) === true)
  if (!shows) return []
  return [
    {
      id: 'mute',
      label: t(muted ? 'notices.unmute' : 'notices.mute'),
      icon: muted ? <Bell className="size-4" /> : <BellOff className="size-4" />,
      onSelect: () => void attempt(() => client.notices.setMuted({ conversationId, muted: !muted })),
    },
  ]
}
