/** People into files and out of them: the menu above the list, and how far a file is. */
import { BookUser, Ellipsis, FileDown, FileUp } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Account, AddressBookReport } from '../../../contract'
import { client, onEvent } from '../../client'
import { attempt } from '../../lib/attempt'
import { useFormat } from '../../lib/format'
import { useAccounts } from '../../stores/app'
import { openSettings } from '../../stores/navigation'
import { useMay } from '../../stores/rights'
import { Button, Dialog, Menu, Progress, toast } from '../../ui'
import type { MenuItem } from '../../ui/menu'
import { useAccountName } from '../account/name'

type Format = 'csv' | 'vcard'

/** People asked for at once. */
const PAGE = 200
const FILES: Record<Format, { name: string; type: string }> = {
  csv: { name: 'leadline-people.csv', type: 'text/csv;charset=utf-8' },
  vcard: { name: 'leadline-people.vcf', type: 'text/vcard;charset=utf-8' },
}

function save(parts: string[], { name, type }: { name: string; type: string }): void {
  const url = URL.createObjectURL(new Blob(parts, { type }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  URL.revokeObjectURL(url)
}

interface Far {
  what: 'exporting' | 'taking'
  done: number
  total: number
}

/** Reads everybody, page by page, and hands the file to the browser. Answers how many they are. */
async function exportPeople(format: Format, onProgress: (far: Far) => void): Promise<number> {
  const parts: string[] = []
  let done = 0
  for (let cursor: string | null = null; ;) {
    const page: { text: string; people: number; next: string | null; total: number } =
      await client.contacts.export({ format, cursor, limit: PAGE })
    parts.push(page.text)
    done += page.people
    onProgress({ what: 'exporting', done, total: Math.max(done, page.total) })
    if (page.next === null) break
    cursor = page.next
  }
  save(parts, FILES[format])
  return done
}

export function usePeopleFiles() {
  const { t } = useTranslation()
  const format = useFormat()
  const maySell = useMay('sell')
  const mayExport = useMay('export')
  const nameOf = useAccountName()
  const accounts = useAccounts((state) => state.accounts) ?? []
  const [far, setFar] = useState<Far | null>(null)
  const [taken, setTaken] = useState<AddressBookReport | null>(null)
  useEffect(
    () =>
      onEvent('address-book', ({ done, total }) =>
        setFar((before) => (before?.what === 'taking' ? { what: 'taking', done, total } : before)),
      ),
    [],
  )
  const take = async ({ id: accountId }: Account) => {
    setFar({ what: 'taking', done: 0, total: 0 })
    setTaken(await attempt(() => client.contacts.takeAddressBook({ accountId })))
    setFar(null)
  }
  const run = async (as: Format) => {
    setFar({ what: 'exporting', done: 0, total: 0 })
    const people = await attempt(() => exportPeople(as, setFar))
    setFar(null)
    if (people !== null) toast(t('people.files.saved', { count: people, number: format.number(people) }))
  }
  const exports = (['csv', 'vcard'] as const).map((as): MenuItem => ({
    id: as,
    label: t(`people.files.${as}`),
    icon: <FileDown className="size-4" />,
    disabled: far !== null,
    onSelect: () => void run(as),
  }))
  const imports: MenuItem = {
    id: 'import',
    label: t('people.files.import'),
    icon: <FileUp className="size-4" />,
    onSelect: () => openSettings('imports'),
  }
  const books = accounts
    .filter(({ state }) => state === 'connected')
    .map((account): MenuItem => ({
      id: `book-${account.id}`,
      label:
        accounts.length > 1 ? t('people.files.bookOf', { account: nameOf(account) }) : t('people.files.book'),
      icon: <BookUser className="size-4" />,
      disabled: far !== null,
      onSelect: () => void take(account),
    }))
  return {
    far,
    groups: [maySell ? [imports, ...books] : [], mayExport ? exports : []],
    taken,
    close: () => setTaken(null),
  }
}

export function PeopleMenu({ groups }: { groups: readonly (readonly MenuItem[])[] }) {
  const { t } = useTranslation()
  if (groups.every((group) => group.length === 0)) return null
  return (
    <Menu
      trigger={
        <button
          type="button"
          aria-label={t('people.files.menu')}
          className="flex size-8 items-center justify-center rounded-control text-text-2 hover:bg-surface-3 data-[state=open]:bg-surface-3"
        >
          <Ellipsis aria-hidden className="size-4" />
        </button>
      }
      groups={groups}
    />
  )
}

/** While a file is being made. */
export function PeopleProgress({ far }: { far: Far | null }) {
  const { t } = useTranslation()
  const format = useFormat()
  if (far === null) return null
  return (
    <div className="flex flex-col gap-1">
      <Progress label={t(`people.files.${far.what}`)} done={far.done} total={far.total} />
      <p className="numeric text-small text-text-2">
        {t('people.files.done', { done: format.number(far.done), total: format.number(far.total) })}
      </p>
    </div>
  )
}

const LEFT_OUT = ['erased', 'notWork', 'noNumber'] as const

/** What became of the phone's address book. */
export function AddressBookDialog({
  report,
  onClose,
}: {
  report: AddressBookReport | null
  onClose: () => void
}) {
  const { t } = useTranslation()
  const format = useFormat()
  const rows = report && [
    ...(['added', 'named', 'unchanged'] as const).map((key) => [key, report[key]] as const),
    ...LEFT_OUT.filter((key) => report[key] > 0).map((key) => [key, report[key]] as const),
  ]
  return (
    <Dialog
      open={report !== null}
      onClose={onClose}
      title={t('people.files.bookDone')}
      description={
        report === null
          ? undefined
          : t('people.files.bookFound', { count: report.found, number: format.number(report.found) })
      }
      footer={
        <Button variant="primary" onClick={onClose}>
          {t('common.close')}
        </Button>
      }
    >
      <dl className="grid grid-cols-[1fr_auto] gap-x-6 gap-y-1.5">
        {rows?.map(([key, count]) => (
          <div key={key} className="contents">
            <dt className="text-text-2">{t(`people.files.report.${key}`)}</dt>
            <dd className="numeric text-right">{format.number(count)}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  )
}
