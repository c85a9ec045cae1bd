/** How finely each currency is divided. Known to both sides of the contract; without schemas, so that it costs the screens nothing. */

/** Digits after the point where they are not two (ISO 4217). */
const DIGITS: Readonly<Record<string, number>> = {
  ...Object.fromEntries(
    'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'.split(' ').map((code) => [code, 0]),
  ),
  ...Object.fromEntries('BHD IQD JOD KWD LYD OMR TND'.split(' ').map((code) => [code, 3])),
  CLF: 4,
  UYW: 4,
}

/** Minor units of one whole, as a power of ten: 2 for rupees and rupiah, 0 for yen, 3 for dinars. */
export const minorDigits = (currency: string): number => DIGITS[currency] ?? 2
