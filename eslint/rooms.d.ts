/** Why `from` may not import `to`, or null where it may. */
export function breach(from: string, to: string): string | null
