/** Texts between Frappe's editor, which keeps HTML, and ours, which are plain. Pure. */

const SIGNS: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const NAMES = new Map(Object.entries(SIGNS).map(([sign, name]) => [name, sign]))

const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (sign) => SIGNS[sign] ?? sign)

/** A paragraph for each line. */
export const toHtml = (text: string): string =>
  text
    .split('\n')
    .map((line) => `<p>${line === '' ? '<br>' : escaped(line)}</p>`)
    .join('')

/** What a person would read of it. Text that is no HTML is left as it is. */
export function fromHtml(html: string): string {
  if (!/<[a-z/!]/i.test(html))
    return html.replaceAll(/&(?:amp|lt|gt|quot|#39);/g, (name) => NAMES.get(name) ?? name)
  return html
    .replaceAll(/<(script|style)\b[\s\S]*?<\/\1>/gi, '')
    .replaceAll(/\s*\n\s*/g, ' ')
    .replaceAll(/<p>\s*<br\s*\/?>\s*<\/p>/gi, '\n')
    .replaceAll(/<br\s*\/?>|<\/(?:p|div|li|h\d|tr|blockquote)>/gi, '\n')
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll('&nbsp;', ' ')
    .replaceAll(/&(?:amp|lt|gt|quot|#39);/g, (name) => NAMES.get(name) ?? name)
    .replace(/\n$/, '')
}
