/** Two people side by side before they are made one: for each thing of which only one can stand, a person chooses which. */
import { useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  MERGE_FIELDS,
  type Belongings,
  type Contact,
  type MergeChoices,
  type MergeField,
  type MergePreview,
} from '../../../contract'
import { client } from '../../client'
import { attempt } from '../../lib/attempt'
import { openPerson } from '../../stores/navigation'
import { Banner, Button, Dialog, RadioCards, Skeleton, toast } from '../../ui'
import { PersonFacts } from './merge-facts'
import { useReading } from './use-contact'

interface ChoiceProps {
  field: MergeField
  preview: MergePreview
  chosen: string
  onChoose: (value: string) => void
}

/** Nothing where both say the same. */
function Choice({ field, preview: { stays, goes }, chosen, onChoose }: ChoiceProps) {
  const { t } = useTranslation()
  const valueOf = (contact: Contact): string => {
    if (field === 'consent')
      return [t(`people.consent.${contact.consent.state}`), contact.consent.how].filter(Boolean).join(' · ')
    return contact[field] ?? t('people.merge.nothing')
  }
  const cards = [stays, goes].map((contact) => ({
    value: contact.id,
    title: valueOf(contact),
    text: undefined,
  }))
  const isBoth = field === 'note' && stays.note !== null && goes.note !== null
  const label = t(`people.merge.field.${field}`)
  return (
    <div className="flex flex-col gap-1.5">
      <p className="text-small font-medium text-text-2">{label}</p>
      <RadioCards
        beside
        label={label}
        value={chosen}
        cards={isBoth ? [...cards, { value: 'both', title: t('people.merge.both') }] : cards}
        onChange={onChoose}
      />
    </div>
  )
}

const isSame = (field: MergeField, { stays, goes }: MergePreview): boolean =>
  field === 'consent'
    ? stays.consent.state === goes.consent.state && stays.consent.how === goes.consent.how
    : stays[field] === goes[field]

const together = (a: Belongings, b: Belongings): Belongings => ({
  chats: a.chats + b.chats,
  leads: a.leads + b.leads,
  orders: a.orders + b.orders,
  notes: a.notes + b.notes,
})

export interface MergeDialogProps {
  /** Null: closed. */
  contactIds: readonly [string, string] | null
  onClose: () => void
}

function Body({ contactIds, onClose }: { contactIds: readonly [string, string]; onClose: () => void }) {
  const { t } = useTranslation()
  const [one, other] = contactIds
  const [chosen, setChosen] = useState<MergeChoices>({})
  const read = useCallback(
    () => client.contacts.mergePreview({ contactIds: [one, other], choices: chosen }),
    [one, other, chosen],
  )
  const { value: preview } = useReading(read)
  const [busy, setBusy] = useState(false)
  const merge = async () => {
    setBusy(true)
    const merged = await attempt(() => client.contacts.merge({ contactIds: [one, other], choices: chosen }))
    setBusy(false)
    if (!merged) return
    onClose()
    openPerson(merged.contact.id)
    const undo = () =>
      void attempt(() => client.contacts.undoMerge({ mergeId: merged.mergeId })).then(
        (parted) => parted && toast(t('people.merge.undone', { name: parted.back.name })),
      )
    toast(t('people.merge.done', { name: merged.contact.name }), {
      action: { label: t('people.merge.undo'), run: undo },
    })
  }
  return (
    <Dialog
      open
      width="lg"
      onClose={onClose}
      title={t('people.merge.title')}
      description={t('people.merge.text')}
      footer={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button variant="primary" busy={busy} disabled={preview === null} onClick={() => void merge()}>
            {t('people.merge.action')}
          </Button>
        </>
      }
    >
      {preview === null ? (
        <div aria-busy className="flex flex-col gap-3">
          <Skeleton className="h-16" />
          <Skeleton className="h-16" />
        </div>
      ) : (
        <div className="flex flex-col gap-4">
          <div className="grid gap-3 sm:grid-cols-2">
            <PersonFacts heading={t('people.merge.stays')} contact={preview.stays} has={preview.has} />
            <PersonFacts heading={t('people.merge.joins')} contact={preview.goes} has={preview.moves} />
          </div>
          {MERGE_FIELDS.filter((field) => !isSame(field, preview)).map((field) => (
            <Choice
              key={field}
              field={field}
              preview={preview}
              chosen={chosen[field] ?? preview.choices[field]}
              onChoose={(value) => setChosen({ ...chosen, [field]: value })}
            />
          ))}
          <PersonFacts
            strong
            heading={t('people.merge.becomes')}
            contact={preview.becomes}
            has={together(preview.has, preview.moves)}
          />
          {preview.crmKeepsBoth && (
            <Banner tone="info" rounded>
              {t('people.merge.crmKeepsBoth', { name: preview.goes.name })}
            </Banner>
          )}
        </div>
      )}
    </Dialog>
  )
}

export const MergeDialog = ({ contactIds, onClose }: MergeDialogProps) =>
  contactIds === null ? null : <Body key={contactIds.join()} contactIds={contactIds} onClose={onClose} />
