/** Whether somebody wants to be written to: said in words, with colour and glyph, and changed with how one came to know it. */
import { BellOff, BellRing, CircleHelp, type LucideIcon } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Consent, Contact } from '../../../contract'
import { client } from '../../client'
import { attempt } from '../../lib/attempt'
import { cx } from '../../lib/cx'
import { useFormat } from '../../lib/format'
import { useMay } from '../../stores/rights'
import { Button, FormDialog, Input, RadioCards } from '../../ui'

const LOOKS: Record<Consent['state'], { glyph: LucideIcon; ink: string }> = {
  unknown: { glyph: CircleHelp, ink: 'text-text-3' },
  in: { glyph: BellRing, ink: 'text-success' },
  out: { glyph: BellOff, ink: 'text-warning' },
}
const STATES = ['unknown', 'in', 'out'] as const

function Form({
  contact,
  onBusy,
  onDone,
}: {
  contact: Contact
  onBusy: (busy: boolean) => void
  onDone: () => void
}) {
  const { t } = useTranslation()
  const [state, setState] = useState(contact.consent.state)
  const [how, setHow] = useState(contact.consent.how ?? '')
  const save = async () => {
    onBusy(true)
    const saved = await attempt(() =>
      client.contacts.setConsent({ contactId: contact.id, state, how: how.trim() || null }),
    )
    onBusy(false)
    if (saved) onDone()
  }
  return (
    <form
      id="consent"
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <RadioCards
        label={t('people.consent.question')}
        value={state}
        cards={STATES.map((value) => ({
          value,
          title: t(`people.consent.${value}`),
          text: t(`people.consent.${value}Text`),
        }))}
        onChange={setState}
      />
      <Input
        label={t('people.consent.how')}
        hint={t('people.consent.howHint')}
        maxLength={200}
        dir="auto"
        autoComplete="off"
        value={how}
        onChange={(event) => setHow(event.currentTarget.value)}
      />
    </form>
  )
}

export function ConsentLine({ contact }: { contact: Contact }) {
  const { t } = useTranslation()
  const format = useFormat()
  const [open, setOpen] = useState(false)
  const maySell = useMay('sell')
  const { state, at, how } = contact.consent
  const { glyph: Glyph, ink } = LOOKS[state]
  return (
    <div className="flex min-w-0 items-start gap-1.5 text-left text-small">
      <Glyph aria-hidden className={cx('mt-0.5 size-3.5 shrink-0', ink)} />
      <p className="min-w-0 break-words">
        <span className={cx(state === 'out' && 'font-medium text-warning')}>
          {t(`people.consent.${state}`)}
        </span>
        {at !== null && (
          <span className="text-text-3" title={format.exact(at)}>
            {' · '}
            {format.day(at)}
          </span>
        )}
        {how !== null && (
          <span dir="auto" className="text-text-3">
            {' · '}
            {how}
          </span>
        )}
      </p>
      {maySell && (
        <Button size="sm" variant="ghost" className="-my-1" onClick={() => setOpen(true)}>
          {t('people.consent.change')}
        </Button>
      )}
      <FormDialog
        open={open}
        onClose={() => setOpen(false)}
        title={t('people.consent.title', { name: contact.name })}
        description={t('people.consent.text')}
        formId="consent"
        submit={t('common.save')}
      >
        {(onBusy) => <Form contact={contact} onBusy={onBusy} onDone={() => setOpen(false)} />}
      </FormDialog>
    </div>
  )
}
