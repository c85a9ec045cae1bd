/** Asks twice before a person is erased: first with what there is of them and what becomes of it, then for good. */
import { useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ErasurePreview } from '../../../contract'
import { client } from '../../client'
import { attempt, problemText } from '../../lib/attempt'
import { useFormat } from '../../lib/format'
import { openPerson } from '../../stores/navigation'
import { Banner, Button, Checkbox, Dialog, Input, RadioCards, Skeleton } from '../../ui'
import { useReading } from '../contacts/use-contact'
import { countedKinds } from './certificate-text'
import { askToErase, showCertificate, useErasing } from './state'

type Changes = 'send' | 'drop'

function Counts({ preview }: { preview: ErasurePreview }) {
  const { t } = useTranslation()
  const format = useFormat()
  const kinds = countedKinds(preview.counts)
  return (
    <dl className="grid grid-cols-[1fr_auto] gap-x-4 gap-y-1 text-small">
      {kinds.map(({ kind, count }) => (
        <div key={kind} className="contents">
          <dt className="text-text-2">{t(`erasing.kinds.${kind}`)}</dt>
          <dd className="numeric text-right text-text-1">{format.number(count)}</dd>
        </div>
      ))}
    </dl>
  )
}

function First({
  preview,
  changes,
  onChanges,
  reference,
  onReference,
}: {
  preview: ErasurePreview
  changes: Changes
  onChanges: (changes: Changes) => void
  reference: string
  onReference: (reference: string) => void
}) {
  const { t } = useTranslation()
  return (
    <div className="flex flex-col gap-4">
      {preview.importOpen && (
        <Banner tone="warning" rounded>
          {t('erasing.importOpen')}
        </Banner>
      )}
      <Counts preview={preview} />
      <p className="text-small text-text-2">{t('erasing.inGroups')}</p>
      {preview.crm.length > 0 && (
        <p className="text-small text-text-2">{t('erasing.crmHolds', { records: preview.crm.length })}</p>
      )}
      {(preview.counts.changes ?? 0) > 0 && (
        <RadioCards
          showLabel
          label={t('erasing.changes.question')}
          value={changes}
          cards={(['send', 'drop'] as const).map((value) => ({
            value,
            title: t(`erasing.changes.${value}`),
            text: t(`erasing.changes.${value}Text`),
          }))}
          onChange={onChanges}
        />
      )}
      <Input
        label={t('erasing.reference')}
        hint={t('erasing.referenceHint')}
        maxLength={100}
        dir="auto"
        autoComplete="off"
        value={reference}
        onChange={(event) => onReference(event.currentTarget.value)}
      />
    </div>
  )
}

function Asking({ contactId, name }: { contactId: string; name: string }) {
  const { t } = useTranslation()
  const read = useCallback(() => client.erasing.preview({ contactId }), [contactId])
  const { value: preview, problem, again } = useReading(read)
  const [sure, setSure] = useState(false)
  const [isLast, setLast] = useState(false)
  const [busy, setBusy] = useState(false)
  const [unsent, setUnsent] = useState(false)
  const [changes, setChanges] = useState<Changes>('send')
  const [reference, setReference] = useState('')
  const waits = (preview?.counts.changes ?? 0) > 0

  const goOn = async () => {
    if (!waits || changes === 'drop') {
      setLast(true)
      return
    }
    setBusy(true)
    const left = await attempt(async () => {
      await client.crm.syncNow()
      return (await client.erasing.preview({ contactId })).counts.changes ?? 0
    })
    setBusy(false)
    again()
    if (left === 0) setLast(true)
    else if (left !== null) setUnsent(true)
  }
  const erase = async () => {
    setBusy(true)
    const input = { contactId, reference: reference.trim(), dropChanges: changes === 'drop' }
    const certificate = await attempt(() => client.erasing.erase(input))
    setBusy(false)
    askToErase(null)
    if (certificate === null) return
    openPerson(null)
    showCertificate(certificate)
  }

  return (
    <Dialog
      open
      onClose={() => busy || askToErase(null)}
      title={t(isLast ? 'erasing.lastTitle' : 'erasing.title', { name })}
      description={t(isLast ? 'erasing.lastText' : 'erasing.text')}
      width="md"
      footer={
        <>
          <Button disabled={busy} onClick={() => (isLast ? setLast(false) : askToErase(null))}>
            {t(isLast ? 'common.back' : 'common.cancel')}
          </Button>
          {isLast ? (
            <Button variant="danger" disabled={!sure} busy={busy} onClick={() => void erase()}>
              {t('erasing.erase')}
            </Button>
          ) : (
            <Button
              variant="primary"
              disabled={preview === null || preview.importOpen}
              busy={busy}
              onClick={() => void goOn()}
            >
              {t('erasing.goOn')}
            </Button>
          )}
        </>
      }
    >
      {isLast ? (
        <Checkbox label={t('erasing.sure')} checked={sure} onChange={setSure} />
      ) : preview !== null ? (
        <div className="flex flex-col gap-4">
          {unsent && (
            <Banner tone="warning" rounded>
              {t('erasing.changes.unsent')}
            </Banner>
          )}
          <First {...{ preview, changes, reference }} onChanges={setChanges} onReference={setReference} />
        </div>
      ) : problem ? (
        <Banner tone="danger" rounded action={<Button onClick={again}>{t('common.retry')}</Button>}>
          {problemText(problem)}
        </Banner>
      ) : (
        <Skeleton className="h-32 w-full" />
      )}
    </Dialog>
  )
}

export function EraseDialog() {
  const asking = useErasing((state) => state.asking)
  return asking === null ? null : <Asking key={asking.contactId} {...asking} />
}
