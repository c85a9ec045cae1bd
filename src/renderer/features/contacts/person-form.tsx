/** Everything of a person in one form: somebody new, or changes to whom there is. */
import { Plus, X } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Contact, ContactRow, CustomField } from '../../../contract'
import { client, problemOf, type Problem } from '../../client'
import { attempt, problemText } from '../../lib/attempt'
import { changesOf } from '../../lib/changes'
import { useFormat } from '../../lib/format'
import { openPerson } from '../../stores/navigation'
import { Banner, Button, FormDialog, IconButton, Input, TextArea } from '../../ui'
import { changeOf, draftOf, faultsOf, type PersonDraft } from './person-draft'
import { MergeDialog } from './merge-dialog'
import { Tags } from './tags'

function Fields({ fields, onChange }: { fields: CustomField[]; onChange: (fields: CustomField[]) => void }) {
  const { t } = useTranslation()
  const set = (index: number, change: Partial<CustomField>) =>
    onChange(fields.map((field, at) => (at === index ? { ...field, ...change } : field)))
  return (
    <fieldset className="flex min-w-0 flex-col gap-2">
      <legend className="mb-1 text-small font-medium text-text-2">{t('people.fields')}</legend>
      {fields.map((field, index) => (
        <div key={index} className="flex items-start gap-2">
          <Input
            hideLabel
            className="w-2/5"
            label={t('people.fieldName', { n: index + 1 })}
            placeholder={t('people.fieldNameHint')}
            maxLength={60}
            dir="auto"
            value={field.name}
            onChange={(event) => set(index, { name: event.currentTarget.value })}
          />
          <Input
            hideLabel
            className="grow"
            label={t('people.fieldValue', { n: index + 1 })}
            maxLength={500}
            dir="auto"
            value={field.value}
            onChange={(event) => set(index, { value: event.currentTarget.value })}
          />
          <IconButton
            label={t('people.removeField', { n: index + 1 })}
            icon={<X aria-hidden className="size-4" />}
            onClick={() => onChange(fields.filter((_, at) => at !== index))}
          />
        </div>
      ))}
      {fields.length < 30 && (
        <Button
          size="sm"
          variant="ghost"
          className="-ml-2 self-start"
          icon={<Plus aria-hidden className="size-3.5" />}
          onClick={() => onChange([...fields, { name: '', value: '' }])}
        >
          {t('people.addField')}
        </Button>
      )}
      <p className="text-meta text-text-3">{t('people.fieldsHint')}</p>
    </fieldset>
  )
}

/** What can be done about a number that is somebody else's. */
function Taken(props: { owner: ContactRow; onOpen: () => void; onMerge: (() => void) | null }) {
  const { owner, onOpen, onMerge } = props
  const { t } = useTranslation()
  return (
    <div className="-mt-2 flex flex-wrap gap-2">
      <Button size="sm" onClick={onOpen}>
        {t('people.openPerson', { name: owner.name })}
      </Button>
      {onMerge && (
        <Button size="sm" onClick={onMerge}>
          {t('people.merge.look')}
        </Button>
      )}
    </div>
  )
}

interface FormProps {
  contact: Contact | null
  onBusy: (busy: boolean) => void
  onDone: (contact: Contact) => void
  /** The person goes to somebody who is here already. */
  onOther: () => void
  onMerge: (other: string) => void
}

function Form({ contact, onBusy, onDone, onOther, onMerge }: FormProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const [draft, setDraft] = useState<PersonDraft>(() => draftOf(contact, format.phone))
  // What was known of them then: the CRM may change it while the form is open.
  const [opened] = useState(draft)
  const [id] = useState(() => contact?.id ?? crypto.randomUUID())
  const [tried, setTried] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [owner, setOwner] = useState<ContactRow | null>(null)
  const faults = tried ? faultsOf(draft) : []
  const set = (change: Partial<PersonDraft>) => {
    setDraft({ ...draft, ...change })
    setProblem(null)
    setOwner(null)
  }
  const save = async () => {
    setTried(true)
    if (faultsOf(draft).length > 0) return
    const whole = changeOf(draft)
    const change = contact ? changesOf(changeOf(opened), whole) : whole
    if (contact && !change) {
      onDone(contact)
      return
    }
    onBusy(true)
    try {
      onDone(
        contact
          ? await client.contacts.update({ contactId: id, change: change ?? {} })
          : await client.contacts.create({ id, change: whole }),
      )
    } catch (error) {
      const found = problemOf(error)
      setProblem(found)
      if (found.code === 'phone-taken') {
        const phones = whole.phones ?? []
        const people = await attempt(() => client.contacts.havingNumbers({ phones }))
        setOwner(people?.find((person) => person.id !== id) ?? null)
      }
    } finally {
      onBusy(false)
    }
  }
  const phoneProblem =
    problem?.code === 'bad-phone' || problem?.code === 'phone-taken'
      ? owner
        ? t(contact ? 'people.takenBy' : 'people.takenByOther', { name: owner.name })
        : problemText(problem)
      : null
  return (
    <form
      id="person"
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      {problem && phoneProblem === null && (
        <Banner tone="danger" urgent rounded>
          {problem.code === 'wrong-state' ? t('people.phoneHasChat') : problemText(problem)}
        </Banner>
      )}
      <Input
        label={t('customer.name')}
        error={faults.includes('name') ? t('customer.nameError') : null}
        maxLength={200}
        dir="auto"
        autoComplete="off"
        value={draft.name}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      <TextArea
        label={t('people.phones')}
        hint={t('people.phonesHint')}
        error={phoneProblem ?? (faults.includes('phones') ? t('contacts.phoneError') : null)}
        rows={2}
        value={draft.phones}
        onChange={(event) => set({ phones: event.currentTarget.value })}
      />
      {owner && (
        <Taken
          owner={owner}
          onOpen={() => {
            onOther()
            openPerson(owner.id)
          }}
          onMerge={contact && (() => onMerge(owner.id))}
        />
      )}
      <TextArea
        label={t('people.emails')}
        hint={t('people.emailsHint')}
        error={faults.includes('emails') ? t('people.emailError') : null}
        rows={2}
        value={draft.emails}
        onChange={(event) => set({ emails: event.currentTarget.value })}
      />
      <TextArea
        label={t('people.aliases')}
        hint={t('people.aliasesHint')}
        rows={2}
        dir="auto"
        value={draft.aliases}
        onChange={(event) => set({ aliases: event.currentTarget.value })}
      />
      <Input
        label={t('people.company')}
        maxLength={200}
        dir="auto"
        autoComplete="off"
        value={draft.company}
        onChange={(event) => set({ company: event.currentTarget.value })}
      />
      <TextArea
        label={t('people.address')}
        rows={2}
        maxLength={500}
        dir="auto"
        value={draft.address}
        onChange={(event) => set({ address: event.currentTarget.value })}
      />
      <div className="flex flex-col gap-1">
        <span className="text-small font-medium text-text-2">{t('people.tags')}</span>
        <Tags tags={draft.tags} onChange={(tags) => set({ tags })} />
      </div>
      <TextArea
        label={t('people.note')}
        rows={3}
        maxLength={5000}
        dir="auto"
        value={draft.note}
        onChange={(event) => set({ note: event.currentTarget.value })}
      />
      <Fields fields={draft.fields} onChange={(fields) => set({ fields })} />
    </form>
  )
}

export interface PersonFormProps {
  open: boolean
  /** Null: somebody new. */
  contact: Contact | null
  onClose: () => void
  onDone?: (contactId: string) => void
}

export function PersonForm({ open, contact, onClose, onDone }: PersonFormProps) {
  const { t } = useTranslation()
  const [merging, setMerging] = useState<readonly [string, string] | null>(null)
  return (
    <>
      <FormDialog
        open={open}
        onClose={onClose}
        title={contact ? t('people.editTitle', { name: contact.name }) : t('people.addTitle')}
        description={t('people.formText')}
        formId="person"
        submit={contact ? t('common.save') : t('people.add')}
      >
        {(onBusy) => (
          <Form
            contact={contact}
            onBusy={onBusy}
            onDone={({ id }) => {
              onClose()
              onDone?.(id)
            }}
            onOther={onClose}
            onMerge={(other) => {
              onClose()
              if (contact) setMerging([contact.id, other])
            }}
          />
        )}
      </FormDialog>
      <MergeDialog contactIds={merging} onClose={() => setMerging(null)} />
    </>
  )
}
