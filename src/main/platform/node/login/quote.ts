/** One argument of a command, written so that each of the systems' own formats reads back exactly it. Pure. */

/** A line break would begin a new setting in the file; no folder that is meant well has one. */
function oneLine(text: string): string {
  if (/[\0\r\n]/.test(text)) throw new Error('A path with a line break in it can not be started at login.')
  return text
}

/** `ExecStart=` of a systemd unit: C-like escapes within quotes; `%` and `$` have a meaning of their own. */
export const systemdArgument = (text: string): string =>
  `"${oneLine(text).replace(/[\\"]/g, '\\$&').replace(/%/g, '%%').replace(/\$/g, '$$$$')}"`

/** The program of `ExecStart=`: here systemd takes `$` as it is, and refuses quotes and backslashes whatever is done with them. */
export function systemdProgram(file: string): string {
  if (/["'\\]/.test(file))
    throw new Error(`systemd starts no program with quotes or backslashes in its path: ${file}`)
  return `"${oneLine(file).replace(/%/g, '%%')}"`
}

/** `Exec=` of a desktop entry: quoted for the command line first, then as a string of the file, which halves backslashes once more. */
export const desktopArgument = (text: string): string =>
  `"${oneLine(text)
    .replace(/[\\"`$]/g, '\\$&')
    .replace(/\\/g, '\\\\')
    .replace(/%/g, '%%')}"`

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
}

export const xmlText = (text: string): string =>
  oneLine(text).replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign)

/** A Windows command line, as programs take it apart: backslashes count only before a quote. */
export const windowsArgument = (text: string): string =>
  `"${oneLine(text)
    .replace(/(\\*)"/g, '$1$1\\"')
    .replace(/(\\+)$/, '$1$1')}"`
