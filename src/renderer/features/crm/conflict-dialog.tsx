/** What was changed here and in the CRM at the same time: both values of each field, and the person's choice. */
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Category, OrderStatus, Stage, WaitingEntry } from '../../../contract'
import { client } from '../../client'
import { attempt } from '../../lib/attempt'
import { useFormat } from '../../lib/format'
import { readStages } from '../../stores/stages'
import { Button, FormDialog, RadioCards, toast } from '../../ui'
import { answers, questions, sideInWords, type Side, type Words } from './conflict-values'

const FORM = 'crm-conflict'
/** Fields with a name of their own on the screens. */
const FIELDS = [
  'name',
  'phones',
  'email',
  'company',
  'address',
  'tags',
  'notes',
  'title',
  'stageId',
  'value',
  'source',
  'lostReason',
  'ownerId',
  'status',
  'lines',
  'discount',
  'shipping',
  'tax',
  'body',
  'dueAt',
  'done',
  'priority',
  'sku',
  'categoryId',
  'unitPrice',
  'currency',
  'terms',
  'stock',
  'unit',
  'active',
  'pictures',
] as const

const STATUSES: readonly OrderStatus[] = [
  'draft',
  'placed',
  'confirmed',
  'packed',
  'shipped',
  'delivered',
  'cancelled',
]

function useWords(stages: readonly Stage[], categories: readonly Category[]): Words {
  const { t } = useTranslation()
  const format = useFormat()
  return {
    ...format,
    name: (field) => {
      const known = FIELDS.find((one) => one === field)
      return known ? t(`crm.conflict.field.${known}`) : field
    },
    stages,
    categories,
    status: (status) => {
      const known = STATUSES.find((one) => one === status)
      return known ? t(`orders.status.${known}`) : null
    },
    yes: t('crm.conflict.yes'),
    no: t('crm.conflict.no'),
    nothing: t('crm.conflict.nothing'),
    pictures: (count) => t('crm.conflict.pictures', { count, n: format.number(count) }),
  }
}

interface FormProps {
  entry: WaitingEntry
  onBusy: (busy: boolean) => void
  onDone: () => void
}

function ConflictForm({ entry, onBusy, onDone }: FormProps) {
  const { t } = useTranslation()
  const [stages, setStages] = useState<readonly Stage[]>([])
  const [categories, setCategories] = useState<readonly Category[]>([])
  const [chosen, setChosen] = useState<Record<string, Side>>({})
  const words = useWords(stages, categories)
  const asksForStage = entry.choices.some(({ field }) => field === 'stageId')
  useEffect(() => {
    if (asksForStage) void attempt(readStages).then((found) => found && setStages(found))
  }, [asksForStage])
  const asksForCategory = entry.choices.some(({ field }) => field === 'categoryId')
  useEffect(() => {
    if (asksForCategory)
      void attempt(() => client.catalog.categories()).then((found) => found && setCategories(found))
  }, [asksForCategory])
  const asked = questions(entry.choices)
  const submit = async () => {
    const choices = answers(entry.choices, chosen)
    if (!choices) {
      toast(t('crm.conflict.all'))
      return
    }
    onBusy(true)
    const done = await attempt(async () => {
      await client.crm.choose({ entryId: entry.id, choices })
      return true
    })
    onBusy(false)
    if (done) onDone()
  }
  return (
    <form
      id={FORM}
      className="flex flex-col gap-5"
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      {asked.length > 1 && (
        <div className="flex flex-wrap gap-2">
          {(['ours', 'theirs'] as const).map((side) => (
            <Button
              key={side}
              size="sm"
              onClick={() => setChosen(Object.fromEntries(asked.map(({ field }) => [field, side])))}
            >
              {t(side === 'ours' ? 'crm.allOurs' : 'crm.allTheirs')}
            </Button>
          ))}
        </div>
      )}
      {asked.map((question) => {
        const { field } = question
        const say = (side: Side | 'base') => sideInWords(question, side, entry.currency, words)
        return (
          <section key={field} className="flex flex-col gap-2">
            <h3 className="font-medium">{words.name(field)}</h3>
            <p dir="auto" className="text-small break-words text-text-3">
              {t('crm.conflict.before', { value: say('base') })}
            </p>
            <RadioCards
              beside
              label={words.name(field)}
              value={chosen[field] ?? null}
              onChange={(choice) => setChosen((before) => ({ ...before, [field]: choice }))}
              cards={[
                { value: 'ours', title: t('crm.conflict.ours'), text: say('ours') },
                { value: 'theirs', title: t('crm.conflict.theirs'), text: say('theirs') },
              ]}
            />
          </section>
        )
      })}
    </form>
  )
}

export interface ConflictDialogProps {
  /** Null: closed. */
  entry: WaitingEntry | null
  onClose: () => void
}

export function ConflictDialog({ entry, onClose }: ConflictDialogProps) {
  const { t } = useTranslation()
  return (
    <FormDialog
      open={entry !== null}
      onClose={onClose}
      title={t('crm.conflict.title', { title: entry?.title ?? '' })}
      description={t('crm.conflict.text')}
      width="md"
      formId={FORM}
      submit={t('crm.conflict.apply')}
    >
      {(onBusy) => entry && <ConflictForm key={entry.id} entry={entry} onBusy={onBusy} onDone={onClose} />}
    </FormDialog>
  )
}
