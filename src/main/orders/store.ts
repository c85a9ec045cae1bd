/** Leads and orders as the database thread serves them. */
import type { Store } from '../storage'
import { leadsOfStage, stageSums } from './board-store'
import { mustBeChatOfOrder } from './checks-store'
import { createLead, getLead, leadsOfContact, updateLead } from './lead-store'
import { createOrder, getOrder, ordersOfContact, updateOrder } from './order-store'
import { noteSending, sendingsOf } from './sendings-store'
import { chatOfOrder, dueTellings, settleTelling, stepsOf } from './steps-store'

export const ordersStore = {
  createLead,
  getLead,
  leadsOfContact,
  leadsOfStage,
  stageSums,
  updateLead,
  createOrder,
  getOrder,
  ordersOfContact,
  updateOrder,
  stepsOf,
  noteSending,
  sendingsOf,
  dueTellings,
  settleTelling,
  chatOfOrder,
  mustBeChatOfOrder,
} satisfies Store
