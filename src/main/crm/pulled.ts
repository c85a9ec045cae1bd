/** What is read from the CRM. */

/** In the order in which they are read: what others refer to comes first. */
export const PULLED = ['pipeline', 'category', 'product', 'contact', 'lead', 'order', 'note', 'task'] as const
export type Pulled = (typeof PULLED)[number]
