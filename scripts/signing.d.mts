/** What a release adds to electron-builder's environment and arguments, and what it says about it. */
export function signing(
  system: NodeJS.Platform,
  secrets: Record<string, string | undefined>,
): { env: Record<string, string>; args: string[]; said: string }
