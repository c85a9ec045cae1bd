/** The fonts of the paper, inside it: what prints may not fetch anything. Loaded when the first paper is made. */
import latin from '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2?inline'
import latinExtended from '@fontsource-variable/inter/files/inter-latin-ext-wght-normal.woff2?inline'
import devanagari from '@fontsource-variable/noto-sans-devanagari/files/noto-sans-devanagari-devanagari-wght-normal.woff2?inline'

const face = (family: string, source: string, range: string): string =>
  `@font-face{font-family:'${family}';font-weight:100 900;src:url(${source}) format('woff2');unicode-range:${range}}`

/** `@font-face` rules with the fonts in them. */
export const PAPER_FONTS = [
  face('Inter Variable', latinExtended, 'U+0100-02BA,U+02BD-02C5,U+02C7-02CC,U+1E00-1EFF,U+20A0-20C0'),
  face('Inter Variable', latin, 'U+0000-00FF,U+2000-206F,U+20AC,U+2122,U+2212'),
  face(
    'Noto Sans Devanagari Variable',
    devanagari,
    'U+0900-097F,U+200C-200D,U+20B9,U+25CC,U+A830-A839,U+A8E0-A8FF',
  ),
].join('')
