/** The category of a product: chosen, or made or named anew with it. */
import { Pencil, Plus, Undo2 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { LIMITS, type Category } from '../../../contract'
import { IconButton, Input, Select } from '../../ui'
import { categoryProblem, type CategoryDraft } from './category-rules'

export interface CategoryFieldProps {
  draft: CategoryDraft
  categories: readonly Category[]
  /** The form was sent once: what is wrong is said. */
  tried: boolean
  /** This CRM takes changes of categories. */
  mayChange: boolean
  onDraft: (draft: CategoryDraft) => void
}

export function CategoryField({ draft, categories, tried, mayChange, onDraft }: CategoryFieldProps) {
  const { t } = useTranslation()
  const problem = categoryProblem(draft, categories)
  if (draft.kind !== 'chosen')
    return (
      <div className="flex items-start gap-2">
        <Input
          className="min-w-0 grow"
          label={t(draft.kind === 'new' ? 'catalog.newCategory' : 'catalog.categoryName')}
          autoFocus
          maxLength={LIMITS.category}
          value={draft.name}
          error={problem !== null && (tried || problem === 'categoryTaken') ? t(`catalog.${problem}`) : null}
          onChange={(event) => onDraft({ ...draft, name: event.currentTarget.value })}
        />
        <IconButton
          className="mt-6"
          label={t('catalog.chooseCategory')}
          icon={<Undo2 aria-hidden className="size-4" />}
          onClick={() => onDraft({ kind: 'chosen', id: draft.kind === 'renamed' ? draft.id : null })}
        />
      </div>
    )
  const chosen = categories.find(({ id }) => id === draft.id)
  return (
    <div className="flex items-end gap-2">
      <Select
        className="min-w-0 grow"
        label={t('catalog.category')}
        options={[
          { value: '', label: t('catalog.noCategory') },
          ...categories.map((one) => ({ value: one.id, label: one.name })),
        ]}
        value={chosen?.id ?? ''}
        onValue={(value) => onDraft({ kind: 'chosen', id: value === '' ? null : value })}
      />
      {mayChange && (
        <IconButton
          label={t('catalog.newCategory')}
          icon={<Plus aria-hidden className="size-4" />}
          onClick={() => onDraft({ kind: 'new', id: crypto.randomUUID(), name: '' })}
        />
      )}
      {mayChange && chosen && (
        <IconButton
          label={t('catalog.renameNamed', { name: chosen.name })}
          icon={<Pencil aria-hidden className="size-4" />}
          onClick={() => onDraft({ kind: 'renamed', ...chosen })}
        />
      )}
    </div>
  )
}
