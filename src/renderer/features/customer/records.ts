/** A customer with their leads and orders, read when shown and kept up to date by events. */
import { useCallback, useEffect, useState } from 'react'
import type { Contact, Lead, Order, RecordKind, Stage } from '../../../contract'
import { client, onEvent, onOnline, problemOf, type Problem } from '../../client'
import { useCrm } from '../../stores/app'
import { readStages } from '../../stores/stages'
import { withRecord } from './rules'

export interface Records {
  contact: Contact
  leads: Lead[]
  orders: Order[]
  stages: Stage[]
}

export interface Customer {
  records: Records | null
  problem: Problem | null
  again: () => void
  /** Puts in what the app just answered, without waiting for its event. */
  take: (change: Partial<Pick<Records, 'contact'>> & { lead?: Lead; order?: Order }) => void
}

async function read(contactId: string): Promise<Records> {
  const which = { contactId }
  const [contact, leads, orders, stages] = await Promise.all([
    client.contacts.get(which),
    client.leads.ofContact(which),
    client.orders.ofContact(which),
    readStages(),
  ])
  return { contact, leads, orders, stages }
}

/** It was deleted in the CRM. */
function without(records: Records, kind: RecordKind, id: string): Records {
  if (kind === 'lead') return { ...records, leads: records.leads.filter((lead) => lead.id !== id) }
  if (kind === 'order') return { ...records, orders: records.orders.filter((order) => order.id !== id) }
  return records
}

export function useCustomer(contactId: string): Customer {
  const [found, setFound] = useState<Pick<Customer, 'records' | 'problem'>>({ records: null, problem: null })
  const again = useCallback(() => {
    read(contactId).then(
      (records) => setFound({ records, problem: null }),
      (error: unknown) => setFound(({ records }) => ({ records, problem: problemOf(error) })),
    )
  }, [contactId])
  const take = useCallback<Customer['take']>(
    ({ contact, lead, order }) => {
      setFound(({ records, problem }) => {
        if (!records) return { records, problem }
        const next = { ...records }
        if (contact?.id === contactId) next.contact = contact
        if (lead?.contactId === contactId) next.leads = withRecord(records.leads, lead)
        if (order?.contactId === contactId) next.orders = withRecord(records.orders, order)
        return { records: next, problem }
      })
    },
    [contactId],
  )
  useEffect(() => {
    const stops = [onOnline(again), onEvent('contact', take), onEvent('lead', take), onEvent('order', take)]
    stops.push(
      onEvent('record-gone', ({ kind, id }) =>
        setFound(({ records, problem }) => ({ records: records && without(records, kind, id), problem })),
      ),
      onEvent('records', again),
    )
    // Stages come from the CRM, and have no event of their own.
    stops.push(
      useCrm.subscribe(({ status }, before) => {
        if (status?.lastSyncAt !== before.status?.lastSyncAt) again()
      }),
    )
    return () => {
      for (const stop of stops) stop()
    }
  }, [again, take])
  return { ...found, again, take }
}
