/** The program's path, or null where none is installed. */
export function findBrowser(env?: NodeJS.ProcessEnv): string | null
