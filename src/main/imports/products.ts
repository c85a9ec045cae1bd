/** How imported products are told from the CRM's own. */

/** Before the id of a product that came with an import: the CRM knows none of them. */
export const IMPORTED_PRODUCT = 'import:'
