/** What goes on paper: whole HTML documents for the host's printer, with their fonts in them. */
export { documentOf, escaped, fact, type PaperDocument } from './document'

/** `@font-face` rules with the fonts in them. Loaded when the first paper is made: they are large. */
export async function paperFonts(): Promise<string> {
  return (await import('./fonts')).PAPER_FONTS
}
