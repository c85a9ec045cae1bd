/** Which table and column of the file is what: the app's idea of it, with samples, for a person to put right. */
import { CircleAlert, CircleCheck } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { ImportEntity, ImportField, ImportJob, ImportMapping, ImportPlan } from '../../../contract'
import { useFormat } from '../../lib/format'
import { useAccounts } from '../../stores/app'
import { Banner, Select } from '../../ui'
import { useAccountName } from '../account/name'
import { countryOptions } from '../settings/choices'
import { columnsLeftOut, stateOf, withColumn, withTable } from './plan'

interface Change {
  job: ImportJob
  onPlan: (plan: ImportPlan) => void
}

function FieldChoice({ job, onPlan, entity, field }: Change & { entity: ImportEntity; field: ImportField }) {
  const { t } = useTranslation()
  const format = useFormat()
  const columns = job.tables.find(({ name }) => name === job.plan.sources[entity]?.table)?.columns ?? []
  const error = field.missing
    ? t('imports.missing')
    : field.unreadable > 0
      ? t('imports.unreadable', { count: field.unreadable, total: format.number(field.filled) })
      : null
  return (
    <Select
      label={t(`imports.field.${field.name}`)}
      options={[
        { value: '', label: t('imports.none') },
        ...columns.map((name) => ({ value: name, label: name })),
      ]}
      value={field.column ?? ''}
      onValue={(column) => onPlan(withColumn(job.plan, entity, field.name, column))}
      error={error}
      hint={
        field.samples.length > 0 ? t('imports.samples', { samples: field.samples.join(' · ') }) : undefined
      }
    />
  )
}

function EntityChoice({ job, onPlan, mapping }: Change & { mapping: ImportMapping }) {
  const { t } = useTranslation()
  const { entity, table, fields } = mapping
  const state = stateOf(mapping)
  const isSure = state === 'complete'
  const Glyph = isSure ? CircleCheck : CircleAlert
  // A file of one table has no name for it that means anything to a person.
  const from =
    job.tables.length > 1 && table !== null ? t('imports.fromTable', { table }) : t('imports.fromFile')
  return (
    <details className="rounded-card border border-line" open={table !== null && !isSure}>
      <summary className="flex cursor-pointer flex-wrap items-center gap-2 rounded-card px-4 py-2.5 font-medium">
        {table !== null && (
          <Glyph aria-hidden className={`size-4 shrink-0 ${isSure ? 'text-success' : 'text-warning'}`} />
        )}
        {t(`imports.entity.${entity}`)}
        <span className="min-w-0 truncate text-small font-normal text-text-2">
          {t(`imports.state.${state}`, { from })}
        </span>
      </summary>
      <div className="grid grid-cols-1 gap-3 px-4 pb-4 [overflow-wrap:anywhere] sm:grid-cols-2">
        <Select
          className="sm:col-span-2"
          label={t('imports.table')}
          options={[
            { value: '', label: t('imports.notTaken') },
            ...job.tables.map(({ name }) => ({ value: name, label: name })),
          ]}
          value={table ?? ''}
          onValue={(name) => onPlan(withTable(job.plan, entity, name))}
        />
        {table !== null &&
          fields.map((field) => <FieldChoice key={field.name} {...{ job, onPlan, entity, field }} />)}
      </div>
    </details>
  )
}

/** So many are named; a database's further ones are counted. */
const MOST_NAMED = 12

/** What the file says and nothing takes, so that nobody misses it afterwards. */
function LeftOut({ job }: { job: ImportJob }) {
  const { t } = useTranslation()
  const format = useFormat()
  const columns = columnsLeftOut(job)
  if (columns.length === 0) return null
  const more = columns.length - MOST_NAMED
  const names = columns.slice(0, MOST_NAMED).join(' · ')
  return (
    <Banner tone="warning" rounded>
      <span className="[overflow-wrap:anywhere]">
        {t('imports.leftOut', { names: more > 0 ? `${names} · +${format.number(more)}` : names })}
      </span>
    </Banner>
  )
}

const CURRENCIES = [
  'INR',
  'IDR',
  'MYR',
  'SGD',
  'PHP',
  'THB',
  'VND',
  'PKR',
  'BDT',
  'LKR',
  'NPR',
  'AED',
  'SAR',
  'KWD',
  'BRL',
  'NGN',
  'KES',
  'GBP',
  'USD',
  'EUR',
  'AUD',
  'JPY',
]

/** What is chosen stays a choice, whatever it is. */
const offered = (codes: readonly string[], chosen: string): string[] =>
  codes.includes(chosen) ? [...codes] : [chosen, ...codes]

export function Mapping({ job, onPlan }: Change) {
  const { t } = useTranslation()
  const format = useFormat()
  const nameOf = useAccountName()
  const accounts = useAccounts((state) => state.accounts) ?? []
  const { plan, owners } = job
  return (
    <div className="flex flex-col gap-3">
      <div className="grid grid-cols-1 gap-3 sm:grid-cols-2">
        {accounts.length > 1 && (
          <Select
            label={t('imports.account')}
            options={accounts.map((one) => ({
              value: one.id,
              label: nameOf(one),
            }))}
            value={plan.accountId}
            onValue={(accountId) => onPlan({ ...plan, accountId })}
          />
        )}
        {owners.length > 0 && (
          <Select
            label={t('imports.owner')}
            hint={t('imports.ownerHint')}
            options={[
              { value: '', label: t('imports.everyone') },
              ...owners.map(({ id, name }) => ({ value: id, label: name })),
            ]}
            value={plan.owner ?? ''}
            onValue={(owner) => onPlan({ ...plan, owner: owner === '' ? null : owner })}
          />
        )}
        <Select
          label={t('imports.country')}
          options={countryOptions(format.locale)}
          value={plan.country}
          onValue={(country) => onPlan({ ...plan, country })}
        />
        <Select
          label={t('imports.currency')}
          options={offered(CURRENCIES, plan.currency).map((code) => ({ value: code, label: code }))}
          value={plan.currency}
          onValue={(currency) => onPlan({ ...plan, currency })}
        />
        <Select
          label={t('imports.zone')}
          options={[
            { value: 'utc', label: t('imports.zoneUtc') },
            { value: 'local', label: t('imports.zoneLocal') },
          ]}
          value={plan.zone}
          onValue={(zone) => onPlan({ ...plan, zone: zone === 'utc' ? 'utc' : 'local' })}
        />
        <Select
          label={t('imports.erased')}
          hint={t('imports.erasedHint')}
          options={[
            { value: 'leave', label: t('imports.erasedLeave') },
            { value: 'back', label: t('imports.erasedBack') },
          ]}
          value={plan.bringBack ? 'back' : 'leave'}
          onValue={(choice) => onPlan({ ...plan, bringBack: choice === 'back' })}
        />
      </div>
      <LeftOut job={job} />
      {job.mapping.map((mapping) => (
        <EntityChoice key={mapping.entity} {...{ job, onPlan, mapping }} />
      ))}
    </div>
  )
}
