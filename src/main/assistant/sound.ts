/**
 * How a word sounds, roughly: its consonants in Latin letters, so that a name written in Devanagari finds the product that the shop
 * writes in Latin (लैपटॉप, laptop: `lptp`). G and J are one: which of them a Latin g is, its neighbours don't tell (charger, burger). For finding only; what is found so is said back by its real name.
 */

const DEVANAGARI: Readonly<Record<string, string>> = Object.fromEntries(
  'कk खk गg घg ङn चc छc जg झg ञn टt ठt डd ढd णn तt थt दd धd नn पp फf बb भb मm रr लl ळl वv शs षs सs हh ंn ँn क़k ख़k ग़g ज़g ड़d ढ़d फ़f'
    .normalize('NFC')
    .split(' ')
    .map((pair) => [pair.slice(0, -1), pair.slice(-1)]),
)

/** Two signs at least; empty where it has fewer, or has digits in it. */
export function soundOf(word: string): string {
  if (/\d/.test(word)) return ''
  const sound = /\p{Script=Devanagari}/u.test(word) ? ofDevanagari(word) : ofLatin(word)
  const short = sound.replaceAll(/(.)\1+/g, '$1')
  return short.length < 2 ? '' : short
}

function ofDevanagari(word: string): string {
  return Array.from(word, (sign) => DEVANAGARI[sign] ?? '').join('')
}

function ofLatin(word: string): string {
  return word
    .replaceAll('ph', 'f')
    .replaceAll(/tch|ch/g, 'C')
    .replaceAll('sh', 's')
    .replaceAll(/ck|q/g, 'k')
    .replaceAll('x', 'ks')
    .replaceAll(/c(?=[eiy])/g, 's')
    .replaceAll('c', 'k')
    .replaceAll('C', 'c')
    .replaceAll('w', 'v')
    .replaceAll(/[zj]/g, 'g')
    .replaceAll(/[aeiouy']/g, '')
    .replaceAll(/([kgtdbc])h/g, '$1')
}
