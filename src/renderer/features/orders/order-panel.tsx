/** Holds the draft of this conversation's order; closing it can be taken back. */
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { Order } from '../../../contract'
import { toast } from '../../ui'
import { useHomeCurrency } from './currencies'
import { draftOf, newDraft } from './draft'
import { dropDraft, setDraft, useDrafts } from './drafts'
import { OrderForm } from './order-form'

export interface OrderPanelProps {
  contactId: string
  conversationId: string
  /** Of the customer, for a new order. */
  address: string | null
  /** Null: a new one. */
  order: Order | null
  onDone: (order: Order) => void
  onClose: () => void
  /** Shows the panel again, after "Undo". */
  onReopen: () => void
}

export function OrderPanel(props: OrderPanelProps) {
  const { contactId, conversationId, address, order, onDone, onClose, onReopen } = props
  const { t } = useTranslation()
  const currency = useHomeCurrency()
  const draft = useDrafts((state) => state.drafts[conversationId])
  useEffect(() => {
    if (useDrafts.getState().drafts[conversationId]) return
    const id = crypto.randomUUID()
    setDraft(
      conversationId,
      order ? draftOf(order) : newDraft({ id, contactId, conversationId, currency, address }),
    )
  }, [contactId, conversationId, currency, address, order])
  if (!draft) return null
  const cancel = () => {
    dropDraft(conversationId)
    onClose()
    if (draft.isNew && (draft.lines.length > 0 || draft.note.trim() !== ''))
      toast(t('orders.dropped'), {
        about: `order ${conversationId}`,
        action: {
          label: t('common.undo'),
          run: () => {
            setDraft(conversationId, draft)
            onReopen()
          },
        },
      })
  }
  return <OrderForm conversationId={conversationId} draft={draft} onDone={onDone} onCancel={cancel} />
}
