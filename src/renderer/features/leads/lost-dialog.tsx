/** Asks why a lead is lost, before it is moved there; from the board and from the card beside a chat. */
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FormDialog, TextArea } from '../../ui'
import { useLosing, useMover, type Move } from './move'

function Reason({ losing, onDone }: { losing: Move; onDone: () => void }) {
  const { t } = useTranslation()
  const { settle } = useMover()
  const [reason, setReason] = useState('')
  return (
    <form
      id="lost-reason"
      onSubmit={(event) => {
        event.preventDefault()
        onDone()
        void settle(losing, reason.trim() === '' ? null : reason.trim())
      }}
    >
      <TextArea
        label={t('leads.lostReason')}
        hint={t('leads.lostHint')}
        maxLength={500}
        dir="auto"
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </form>
  )
}

export function LostDialog() {
  const { t } = useTranslation()
  const { losing } = useLosing()
  const close = () => useLosing.setState({ losing: null })
  return (
    <FormDialog
      open={losing !== null}
      onClose={close}
      title={t('leads.lostTitle', { title: losing?.lead.title ?? '' })}
      description={t('leads.lostText')}
      formId="lost-reason"
      submit={t('leads.moveTo', { stage: losing?.to.name ?? '' })}
    >
      {() => losing && <Reason key={losing.lead.id} losing={losing} onDone={close} />}
    </FormDialog>
  )
}
