/**
 * How much there may be of what is written, said once: what a person may write (the contract's inputs), what is taken of a CRM's record
 * (`crm/wire.ts`) and of an earlier system's (`imports/`). They are the CRM's (docs/central-crm-api.openapi.yaml). What the app shows is not
 * held to them: whatever the database has, a screen can be told. Lengths in characters; without schemas, so that they cost the screens
 * nothing.
 */
export const LIMITS = {
  /** Of a person, a product, an order's line. */
  name: 200,
  phones: 20,
  email: 200,
  otherEmails: 20,
  aliases: 20,
  company: 200,
  address: 500,
  tag: 40,
  tags: 30,
  contactNote: 5000,
  /** Fields of the person's own. */
  fields: 30,
  fieldName: 60,
  fieldValue: 500,
  consentHow: 200,
  /** Of a lead or a task. */
  title: 200,
  leadSource: 60,
  lostReason: 500,
  leadNote: 5000,
  category: 80,
  sku: 60,
  unit: 20,
  lines: 200,
  /** Of one line. */
  quantity: 100_000,
  orderNote: 2000,
  deliveryAddress: 1000,
  note: 10_000,
  taskBody: 5000,
} as const
