/** A known customer: identity, leads, orders, and the form that is open beside the conversation. */
import { ChevronLeft, UserRound } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Conversation, Subject } from '../../../contract'
import { problemText } from '../../lib/attempt'
import { Banner, Button, IconButton, Skeleton } from '../../ui'
import { openPerson } from '../../stores/navigation'
import { Facts } from '../contacts'
import { SyncLine } from '../crm'
import { LeadForm, LeadList } from '../leads'
import { NoteList } from '../notes'
import { OrderList, OrderPanel } from '../orders'
import { ChatActions } from './chat-actions'
import { Identity } from './identity'
import { useCommand } from '../commands/registry'
import { closePanel, openNewLead, openNewOrder, openPanel, usePanels, type Panel } from './panel'
import { useCustomer, type Customer, type Records } from './records'

interface FormProps {
  conversation: Conversation
  records: Records
  panel: Panel
  take: Customer['take']
}

function PanelForm({ conversation, records, panel, take }: FormProps) {
  const { t } = useTranslation()
  const close = () => closePanel(conversation.id)
  const title =
    panel.kind === 'lead'
      ? t(panel.lead ? 'leads.edit' : 'leads.new')
      : t(panel.order ? 'orders.edit' : 'orders.new')
  const shared = { contactId: records.contact.id, conversationId: conversation.id }
  return (
    <section aria-label={title} className="flex flex-col">
      <div className="flex items-center gap-1 px-2 pb-3">
        <IconButton
          size="sm"
          label={t('customer.backToCard')}
          icon={<ChevronLeft aria-hidden className="size-4" />}
          onClick={close}
        />
        <h3 className="min-w-0 truncate text-title font-semibold">{title}</h3>
      </div>
      {panel.kind === 'lead' ? (
        <LeadForm
          {...shared}
          lead={panel.lead}
          stages={records.stages}
          onCancel={close}
          onDone={(lead) => {
            take({ lead })
            close()
          }}
        />
      ) : (
        <OrderPanel
          {...shared}
          address={records.contact.address}
          order={panel.order}
          onClose={close}
          onReopen={() => openPanel(conversation.id, panel)}
          onDone={(order) => {
            take({ order })
            close()
          }}
        />
      )}
    </section>
  )
}

export function CustomerView({ conversation, contactId }: { conversation: Conversation; contactId: string }) {
  const { t } = useTranslation()
  const { records, problem, again, take } = useCustomer(contactId)
  const panel = usePanels((state) => state.open[conversation.id])
  useCommand('newLead', panel ? null : () => openNewLead(conversation.id))
  useCommand('newOrder', panel ? null : () => openNewOrder(conversation.id))
  if (!records && problem)
    return (
      <div className="px-4">
        <Banner tone="danger" rounded action={<Button onClick={again}>{t('common.retry')}</Button>}>
          {problemText(problem)}
        </Banner>
      </div>
    )
  if (!records)
    return (
      <div aria-busy className="flex flex-col items-center gap-3 px-4">
        <Skeleton className="size-14 rounded-full" />
        <Skeleton className="h-5 w-40" />
        <Skeleton className="h-24 w-full" />
      </div>
    )
  const { contact, leads, orders, stages } = records
  /** What a note hangs on, besides the person. */
  const titleOf = ({ kind, id }: Subject): string | null => {
    if (kind === 'lead') return leads.find((lead) => lead.id === id)?.title ?? null
    return kind === 'order' ? (orders.find((order) => order.id === id)?.number ?? null) : null
  }
  const open = (next: Panel) => openPanel(conversation.id, next)
  return (
    <>
      {panel && <PanelForm conversation={conversation} records={records} panel={panel} take={take} />}
      {/* Stays mounted behind a form, so that the focus can return to the button it came from. */}
      <div hidden={panel !== undefined}>
        <div className="flex flex-col gap-6 px-4 pb-6">
          <div className="flex flex-col gap-3">
            <Identity contact={contact} onRenamed={(renamed) => take({ contact: renamed })} />
            <Facts contact={contact} />
            <SyncLine kind="contact" recordId={contact.id} title={contact.name} sync={contact.sync} />
            <Button
              size="sm"
              className="self-start"
              icon={<UserRound aria-hidden className="size-3.5" />}
              onClick={() => openPerson(contact.id)}
            >
              {t('people.openPage')}
            </Button>
          </div>
          <LeadList
            leads={leads}
            stages={stages}
            onNew={() => open({ kind: 'lead', lead: null })}
            onEdit={(lead) => open({ kind: 'lead', lead })}
          />
          <OrderList
            conversationId={conversation.id}
            orders={orders}
            onNew={() => open({ kind: 'order', order: null })}
            onEdit={(order) => open({ kind: 'order', order })}
            onChanged={(order) => take({ order })}
          />
          <NoteList contactId={contact.id} titleOf={titleOf} />
          <ChatActions conversation={conversation} />
        </div>
      </div>
    </>
  )
}
