/** Starts a chat with a number: asked of WhatsApp, which knows whether somebody is there. Opened from the list. */
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { client, problemOf, type Problem } from '../../client'
import { problemText } from '../../lib/attempt'
import { useAccounts } from '../../stores/app'
import { useConversations } from '../../stores/conversations'
import { openConversation } from '../../stores/navigation'
import { Banner, FormDialog, Input, Select } from '../../ui'
import { useAccountName } from '../account/name'
import { startingAccount } from '../account/order'
import { Known } from './known'
import { looksLikePhone } from './rules'

interface FormProps {
  /** Filled in at first. */
  initialPhone: string
  initialName: string
  onBusy: (busy: boolean) => void
  onDone: () => void
}

function Form({ initialPhone, initialName, onBusy, onDone }: FormProps) {
  const { t } = useTranslation()
  const accounts = useAccounts((state) => state.accounts) ?? []
  const listed = useConversations((state) => state.accountId)
  const nameOf = useAccountName()
  const [chosen, setChosen] = useState<string | null>(null)
  const accountId = startingAccount(accounts, chosen ?? listed)
  const [phone, setPhone] = useState(initialPhone)
  const [name, setName] = useState(initialName)
  /** What is being looked for among those known; empty once one was picked. */
  const [sought, setSought] = useState('')
  const [tried, setTried] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const start = async () => {
    setTried(true)
    if (accountId === undefined || !looksLikePhone(phone) || name.trim() === '') return
    onBusy(true)
    try {
      const conversation = await client.conversations.startWithPhone({
        accountId,
        phone: phone.trim(),
        name: name.trim(),
      })
      onDone()
      openConversation(conversation.id)
    } catch (error) {
      setProblem(problemOf(error))
    } finally {
      onBusy(false)
    }
  }
  const phoneError =
    problem?.code === 'bad-phone' || problem?.code === 'not-on-whatsapp'
      ? problemText(problem)
      : tried && !looksLikePhone(phone)
        ? t('contacts.phoneError')
        : null
  return (
    <form
      id="start-chat"
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        void start()
      }}
    >
      {problem && phoneError === null && (
        <Banner tone="danger" urgent rounded>
          {problemText(problem)}
        </Banner>
      )}
      {accounts.length > 1 && (
        <Select
          label={t('contacts.from')}
          options={accounts.map((account) => ({ value: account.id, label: nameOf(account) }))}
          value={accountId ?? ''}
          onValue={(value) => {
            setChosen(value)
            setProblem(null)
          }}
        />
      )}
      <Input
        label={t('contacts.phone')}
        hint={t('contacts.phoneHint')}
        error={phoneError}
        type="tel"
        autoComplete="off"
        maxLength={40}
        value={phone}
        onChange={(event) => {
          setPhone(event.currentTarget.value)
          setSought(event.currentTarget.value)
          setProblem(null)
        }}
      />
      <Input
        label={t('customer.name')}
        error={tried && name.trim() === '' ? t('customer.nameError') : null}
        autoComplete="off"
        maxLength={200}
        dir="auto"
        value={name}
        onChange={(event) => {
          setName(event.currentTarget.value)
          setSought(event.currentTarget.value)
        }}
      />
      <Known
        withNumber
        query={sought}
        onPick={(person) => {
          setName(person.name)
          setPhone(person.phone ?? '')
          setSought('')
          setProblem(null)
        }}
      />
    </form>
  )
}

export interface StartChatDialogProps {
  open: boolean
  /** Filled in at first. */
  phone: string
  name: string
  onClose: () => void
}

export function StartChatDialog({ open, phone, name, onClose }: StartChatDialogProps) {
  const { t } = useTranslation()
  return (
    <FormDialog
      open={open}
      onClose={onClose}
      title={t('contacts.startTitle')}
      description={t('contacts.startText')}
      formId="start-chat"
      submit={t('contacts.start')}
    >
      {(onBusy) => (
        <Form key={phone} initialPhone={phone} initialName={name} onBusy={onBusy} onDone={onClose} />
      )}
    </FormDialog>
  )
}
