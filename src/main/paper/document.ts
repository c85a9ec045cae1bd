/**
 * A document as HTML for the host's printer: no script, nothing fetched, every text escaped. Inter and Noto Sans Devanagari lie in it; for
 * other scripts (Arabic, Chinese, Japanese) the system's fonts stand behind them. Pure functions.
 */
import type { Language } from '../../contract'

export interface PaperDocument {
  language: Language
  /** Of the file, as readers of PDFs show it; not escaped. */
  title: string
  /** A style sheet's `@font-face` rules. */
  fonts: string
  /** What this document adds to what all share. */
  style?: string
  /** HTML. */
  body: string
}

const SIGNS: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
export const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (sign) => SIGNS[sign] ?? sign)

const STYLE = `
@page { size: A4; margin: 18mm 16mm; }
* { box-sizing: border-box; margin: 0; }
body { font: 10.5pt/1.45 'Inter Variable', 'Noto Sans Devanagari Variable', 'Noto Sans', 'Noto Sans CJK JP', 'Noto Naskh Arabic',
  'Segoe UI', 'Helvetica Neue', sans-serif; color: #15201d; font-variant-numeric: tabular-nums; }
header { display: flex; justify-content: space-between; gap: 12mm; border-bottom: 1.5pt solid #0f766e; padding-bottom: 5mm; }
h1 { font-size: 20pt; line-height: 1.2; }
dt { font-size: 8.5pt; color: #51615c; }
dd { white-space: pre-line; overflow-wrap: anywhere; }
`

/** A label and what it stands for, inside a `dl`; nothing where there is nothing to say. */
export const fact = (label: string, text: string | null): string =>
  text === null || text === ''
    ? ''
    : `<div><dt>${escaped(label)}</dt><dd dir="auto">${escaped(text)}</dd></div>`

/** A whole document. */
export function documentOf({ language, title, fonts, style = '', body }: PaperDocument): string {
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; font-src data:">
<title>${escaped(title)}</title><style>${fonts}${STYLE}${style}</style></head><body>
${body}
</body></html>`
}
