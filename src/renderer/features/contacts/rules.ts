/** What can be a phone number at all: it needs some digits, of any script. The app knows the rest. */
export const looksLikePhone = (text: string): boolean => (text.match(/\p{Nd}/gu)?.length ?? 0) >= 5
