/** The little of a vCard that a thread shows: the name and the numbers as written. */

/** Lines continue on the next where that begins with white space (RFC 6350, 3.2). */
function linesOf(vcard: string): string[] {
  return vcard.replaceAll(/\r?\n[ \t]/g, '').split(/\r?\n/)
}

function unescaped(value: string): string {
  return value.replaceAll(/\\([\\;,])/g, '$1').replaceAll(/\\n/gi, ' ')
}

/** Never throws: what can't be read is an empty name and no phones. */
export function parseCard(vcard: string): { name: string; phones: string[] } {
  const card = { name: '', phones: [] as string[] }
  for (const line of linesOf(vcard)) {
    const colon = line.indexOf(':')
    const property = line
      .slice(0, Math.max(colon, 0))
      .split(';')[0]
      ?.replace(/^item\d+\./i, '')
      .toUpperCase()
    const value = unescaped(line.slice(colon + 1)).trim()
    if (property === 'FN') card.name = value
    else if (property === 'N' && card.name === '')
      card.name = value.split(';').filter(Boolean).reverse().join(' ')
    else if (property === 'TEL' && value !== '') card.phones.push(value)
  }
  return card
}
