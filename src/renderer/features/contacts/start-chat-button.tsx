/** The list's "+": opens the dialog that starts a chat with a number or with somebody known. */
import { Plus } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '../../ui'
import { useCommand } from '../commands/registry'
import { closeStartChat, startChat, useStartChat } from './start'
import { StartChatDialog } from './start-chat'

/** The dialog itself, on every screen from which a chat can be started. */
export function StartChatDialogHost() {
  const { open, phone, name } = useStartChat()
  useCommand('startChat', startChat)
  return <StartChatDialog open={open} phone={phone} name={name} onClose={closeStartChat} />
}

export function StartChatButton() {
  const { t } = useTranslation()
  return (
    <>
      <IconButton
        label={t('contacts.startTitle')}
        icon={<Plus aria-hidden className="size-4" />}
        onClick={() => startChat()}
      />
      <StartChatDialogHost />
    </>
  )
}
