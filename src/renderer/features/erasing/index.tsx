/** Erasing a person: the button on their page, the questions, the certificate. */
import { Eraser } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Contact } from '../../../contract'
import { useMay } from '../../stores/rights'
import { Button } from '../../ui'
import { EraseDialog } from './ask'
import { CertificateDialog } from './certificates'
import { askToErase } from './state'

export { CertificatesLine } from './certificates'

/** Not there for whom the role does not allow it. */
export function EraseButton({ contact }: { contact: Pick<Contact, 'id' | 'name'> }) {
  const { t } = useTranslation()
  if (!useMay('erase')) return null
  return (
    <Button
      variant="ghost"
      className="-ml-3 self-start text-danger"
      icon={<Eraser aria-hidden className="size-4" />}
      onClick={() => askToErase({ contactId: contact.id, name: contact.name })}
    >
      {t('erasing.action')}
    </Button>
  )
}

/** Once per screen that has the button. */
export function ErasingHost() {
  return (
    <>
      <EraseDialog />
      <CertificateDialog />
    </>
  )
}
