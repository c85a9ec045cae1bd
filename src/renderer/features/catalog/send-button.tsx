/** The composer's way to the catalogue; in the palette too. */
import { Package } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Conversation } from '../../../contract'
import { IconButton } from '../../ui'
import { useCommand } from '../commands/registry'
import { SendCatalog } from './send-catalog'

export function SendCatalogButton({ conversation }: { conversation: Conversation }) {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  useCommand('sendCatalog', () => setOpen(true))
  return (
    <>
      <IconButton
        label={t('catalog.sendTitle')}
        side="top"
        icon={<Package aria-hidden className="size-[18px]" />}
        onClick={() => setOpen(true)}
      />
      {open && <SendCatalog conversation={conversation} onClose={() => setOpen(false)} />}
    </>
  )
}
