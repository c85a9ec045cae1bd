/** A customer's leads, for the card, and what is asked about any lead. */
export { LeadDialogs } from './dialogs'
export { LeadForm, type LeadFormProps } from './lead-form'
export { LeadList, type LeadListProps } from './lead-list'
