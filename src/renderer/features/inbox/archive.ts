/** Puts a chat away, or brings it back: it leaves the list that is shown, and the next one of that list comes up. */
import { useTranslation } from 'react-i18next'
import type { Conversation } from '../../../contract'
import { client } from '../../client'
import { attempt } from '../../lib/attempt'
import { focusRow } from '../../lib/focus-row'
import { useConversations } from '../../stores/conversations'
import { neighbourOf } from '../../stores/list-rules'
import { openConversation, openId, useNavigation } from '../../stores/navigation'
import { toast } from '../../ui'

const set = (conversationId: string, archived: boolean) =>
  attempt(() => client.conversations.setArchived({ conversationId, archived }).then(() => true))

/** `name`: what the person knows the chat by. */
export function useArchive(): (conversation: Conversation, name: string) => Promise<void> {
  const { t } = useTranslation()
  return async ({ id, archived: before }, name) => {
    const archived = !before
    const next = neighbourOf(useConversations.getState().items, id)
    if (!(await set(id, archived))) return
    const { place } = useNavigation.getState()
    // On the board the chat stays beside its lead.
    const isOpen = place.screen === 'inbox' && openId(place) === id
    const onRow = document.activeElement?.matches(`[data-conversation="${id}"]`) === true
    if (isOpen) openConversation(next, null, true)
    if (onRow && next !== null) focusRow(document.body, `[data-conversation="${next}"]`)
    toast(t(archived ? 'thread.archivedToast' : 'thread.unarchivedToast', { name }), {
      about: `archive ${id}`,
      action: {
        label: t('common.undo'),
        run: () =>
          void set(id, before).then((done) => {
            if (done && isOpen) openConversation(id)
          }),
      },
    })
  }
}
