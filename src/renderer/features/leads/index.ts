/** A customer's leads, for the card. */
export { LeadForm, type LeadFormProps } from './lead-form'
export { LeadList, type LeadListProps } from './lead-list'
