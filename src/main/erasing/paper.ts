/**
 * A certificate on paper, in the words of the screen it was asked on: what it says is made there, as its text is. Pure function.
 */
import type { CertificateWords, Language } from '../../contract'
import { documentOf, escaped, fact } from '../paper'

const STYLE = `
h1 { font-size: 17pt; }
.facts { display: grid; grid-template-columns: 1fr 1fr; gap: 4mm 10mm; padding: 6mm 0; }
h2 { font-size: 11.5pt; margin: 5mm 0 1.5mm; }
table { width: 100%; border-collapse: collapse; }
td { padding: 1.6mm 0; border-bottom: .5pt solid #e1e7e5; overflow-wrap: anywhere; }
td:last-child { text-align: end; white-space: nowrap; padding-inline-start: 6mm; }
tr { break-inside: avoid; }
.notes { margin-top: 8mm; padding-top: 4mm; border-top: .75pt solid #b8c4c0; color: #51615c; font-size: 9pt; }
.notes p + p { margin-top: 2mm; }
`

/** @param fonts `@font-face` rules. */
export function certificatePaper(words: CertificateWords, language: Language, fonts: string): string {
  const { title, facts, parts, notes } = words
  const rows = (items: readonly { name: string; value: string }[]): string =>
    items
      .map(
        ({ name, value }) =>
          `<tr><td dir="auto">${escaped(name)}</td><td dir="auto">${escaped(value)}</td></tr>`,
      )
      .join('')
  const sections = parts.map(
    ({ heading, items }) =>
      `<h2 dir="auto">${escaped(heading)}</h2>${items.length > 0 ? `<table><tbody>${rows(items)}</tbody></table>` : ''}`,
  )
  const body = `<header><h1 dir="auto">${escaped(title)}</h1></header>
<dl class="facts">${facts.map(({ name, value }) => fact(name, value)).join('')}</dl>
${sections.join('\n')}
<div class="notes">${notes.map((note) => `<p dir="auto">${escaped(note)}</p>`).join('')}</div>`
  return documentOf({ language, title, fonts, style: STYLE, body })
}
