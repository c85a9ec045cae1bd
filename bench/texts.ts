/** What customers write: words by how often they come, in two languages, a common one and a rare one among them. */
import type { Random } from './random'

/** In about a fifth of all messages, at any size. */
export const COMMON = 'harga'
/** In one message of five hundred. */
export const RARE = 'zamrud'

const WORDS =
  `stok ready kirim hari besok alamat sofa meja kursi lemari warna ukuran ongkir bayar transfer promo diskon
  jadi pesan tolong foto masih boleh nego pas terima kasih pagi siang sore kapan bisa sudah belum toko dekat rumah
  बहुत अच्छा धन्यवाद कीमत कितनी है कब मिलेगा ठीक हाँ नहीं रंग नीला please delivery order size invoice café number`
    .split(/\s+/)
    .filter((word) => word !== '')

export function textOf(random: Random): string {
  const words = Array.from({ length: 3 + random.below(14) }, () => random.pick(WORDS))
  if (random.next() < 0.2) words[random.below(words.length)] = COMMON
  if (random.next() < 0.002) words[random.below(words.length)] = RARE
  return words.join(' ')
}
