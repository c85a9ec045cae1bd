/** Sends an order into the chat: the customer's language, the words as they will go, and on choice a PDF behind them. */
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Order } from '../../../contract'
import { client } from '../../client'
import { attempt } from '../../lib/attempt'
import { takeMessages } from '../../stores/thread'
import { isOptedOut, OptedOut, useContact } from '../contacts'
import { RichText } from '../thread/text'
import { Button, Checkbox, Dialog, Select, Skeleton, toast } from '../../ui'
import { LANGUAGES } from '../../i18n'
import { LANGUAGE_OPTIONS, useCustomerLanguage } from './languages'

export interface SendOrderProps {
  conversationId: string
  order: Order
  title: string
  onClose: () => void
}

export function SendOrder({ conversationId, order, title, onClose }: SendOrderProps) {
  const { t } = useTranslation()
  const [language, setLanguage] = useCustomerLanguage(conversationId)
  const [paper, setPaper] = useState(false)
  const [text, setText] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const { value: contact } = useContact(order.contactId)
  const despiteOptOut = isOptedOut(contact)
  // Made with the dialog: trying again after a lost answer sends nothing twice.
  const ids = useRef({ messageId: crypto.randomUUID(), paperId: crypto.randomUUID() })
  useEffect(() => {
    let over = false
    void attempt(() => client.orders.text({ id: order.id, language })).then((found) => {
      if (!over && found) setText(found.text)
    })
    return () => {
      over = true
    }
  }, [order, language])
  const send = async () => {
    setBusy(true)
    const { messageId, paperId } = ids.current
    const shared = { id: order.id, conversationId, language, despiteOptOut }
    const input = { ...shared, messageId, paperId: paper ? paperId : null }
    const sent = await attempt(() => client.orders.send(input))
    setBusy(false)
    if (!sent) return
    takeMessages(sent)
    toast(t('orders.send.done'), { about: `order ${order.id}`, chat: conversationId })
    onClose()
  }
  return (
    <Dialog
      open
      onClose={onClose}
      width="md"
      title={t('orders.send.title', { title })}
      footer={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button
            variant={despiteOptOut ? 'danger' : 'primary'}
            busy={busy}
            disabled={text === null}
            onClick={() => void send()}
          >
            {t(despiteOptOut ? 'composer.sendAnyway' : 'orders.send.action')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <OptedOut contact={contact} />
        <Select
          label={t('orders.send.language')}
          options={LANGUAGE_OPTIONS}
          value={language}
          onValue={(value) => setLanguage(LANGUAGES.find((one) => one === value) ?? language)}
        />
        <section aria-label={t('orders.send.preview')}>
          {text === null ? (
            <Skeleton className="h-40" />
          ) : (
            <div
              // It scrolls, and must also without a mouse.
              tabIndex={0}
              className="max-h-72 overflow-y-auto rounded-card bg-surface-2 p-3 text-body"
            >
              <RichText body={text} />
            </div>
          )}
        </section>
        <Checkbox label={t('orders.send.paper')} checked={paper} onChange={setPaper} />
      </div>
    </Dialog>
  )
}
