/** Two people side by side before they are made one: for each thing of which only one can stand, a person chooses which. */
import { ArrowRight } from 'lucide-react'
import { useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  MERGE_FIELDS,
  type Contact,
  type MergeChoices,
  type MergeField,
  type MergePreview,
} from '../../../contract'
import { client } from '../../client'
import { attempt } from '../../lib/attempt'
import { useFormat } from '../../lib/format'
import { openPerson } from '../../stores/navigation'
import { Banner, Button, Dialog, RadioCards, Skeleton, toast } from '../../ui'
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

function Moves({ preview: { moves, goes, crmKeepsBoth } }: { preview: MergePreview }) {
  const { t } = useTranslation()
  const format = useFormat()
  const counted = (['chats', 'leads', 'orders', 'notes'] as const)
    .filter((what) => moves[what] > 0)
    .map((what) => t(`people.merge.moves.${what}`, { count: moves[what], n: format.number(moves[what]) }))
  return (
    <>
      <p className="text-small text-text-2">
        {t('people.merge.together')}
        {counted.length > 0 &&
          ` ${t('people.merge.moving', { what: format.list(counted), name: goes.name })}`}
      </p>
      {crmKeepsBoth && (
        <Banner tone="info" rounded>
          {t('people.merge.crmKeepsBoth', { name: goes.name })}
        </Banner>
      )}
    </>
  )
}

export interface MergeDialogProps {
  /** Null: closed. */
  contactIds: readonly [string, string] | null
  onClose: () => void
}

function Body({ contactIds, onClose }: { contactIds: readonly [string, string]; onClose: () => void }) {
  const { t } = useTranslation()
  const [one, other] = contactIds
  const read = useCallback(() => client.contacts.mergePreview({ contactIds: [one, other] }), [one, other])
  const { value: preview } = useReading(read)
  const [chosen, setChosen] = useState<MergeChoices>({})
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
      width="md"
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
          <p className="flex flex-wrap items-center gap-2 font-medium">
            <bdi>{preview.goes.name}</bdi>
            <ArrowRight aria-hidden className="size-4 text-text-3" />
            <bdi>{preview.stays.name}</bdi>
          </p>
          {MERGE_FIELDS.filter((field) => !isSame(field, preview)).map((field) => (
            <Choice
              key={field}
              field={field}
              preview={preview}
              chosen={chosen[field] ?? preview.choices[field]}
              onChoose={(value) => setChosen({ ...chosen, [field]: value })}
            />
          ))}
          <Moves preview={preview} />
        </div>
      )}
    </Dialog>
  )
}

export const MergeDialog = ({ contactIds, onClose }: MergeDialogProps) =>
  contactIds === null ? null : <Body key={contactIds.join()} contactIds={contactIds} onClose={onClose} />
