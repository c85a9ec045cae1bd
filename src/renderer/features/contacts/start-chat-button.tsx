/** The list's "+": opens the dialog that starts a chat with a number. */
import { Plus } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '../../ui'
import { useCommand } from '../commands/registry'
import { closeStartChat, startChat, useStartChat } from './start'
import { StartChatDialog } from './start-chat'

export function StartChatButton() {
  const { t } = useTranslation()
  const { open, phone } = useStartChat()
  useCommand('startChat', startChat)
  return (
    <>
      <IconButton
        label={t('contacts.startTitle')}
        icon={<Plus aria-hidden className="size-4" />}
        onClick={() => startChat()}
      />
      <StartChatDialog open={open} phone={phone} onClose={closeStartChat} />
    </>
  )
}
