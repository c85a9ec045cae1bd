/** The list's "+": opens the dialog that starts a chat with a number. */
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '../../ui'
import { useCommand } from '../commands/registry'
import { StartChatDialog } from './start-chat'

export function StartChatButton() {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  useCommand('startChat', () => setOpen(true))
  return (
    <>
      <IconButton
        label={t('contacts.startTitle')}
        icon={<Plus aria-hidden className="size-4" />}
        onClick={() => setOpen(true)}
      />
      <StartChatDialog open={open} onClose={() => setOpen(false)} />
    </>
  )
}
