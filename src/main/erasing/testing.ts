/** Test support: somebody of whom there is everything, and by what she is found in raw bytes. */
export const PHONE = '+6281399990001'
export const DIGITS = PHONE.slice(1)
export const ADDRESS = `${DIGITS}@c.us`
export const LID = '777000111222@lid'
export const OTHER = '6281355550002@c.us'
export const GROUP = '120363000000000009@g.us'
export const NAME = 'Marlina Sutejo'

export const CARD = (name: string, digits: string): string =>
  `BEGIN:VCARD\nVERSION:3.0\nFN:${name}\nTEL;type=CELL;waid=${digits}:+${digits.slice(0, 2)} ${digits.slice(2)}\nEND:VCARD`

/** Whatever names her or is hers. */
export const HERS = [
  ...[
    'kalimatrahasia',
    'pertama',
    'kedua',
    'fotorahasia',
    'balasanrahasia',
    'Bu Marlin',
    'bu marlin',
    NAME,
    'marlina sutejo',
  ],
  ...[
    'marlinaku',
    'rahasia.example',
    'Rahasiajaya',
    'rahasiajaya',
    'Jalan Rahasia',
    'Pelangganemas',
    'pelangganemas',
  ],
  ...[
    'catatanrahasia',
    'nilairahasia',
    'carirahasia',
    'judulrahasia',
    'pesananrahasia',
    'notarahasia',
    'tugasrahasia',
  ],
  ...['rahasiakelompok', DIGITS, LID.replace('@lid', '')],
]
/** Of others: this stays. */
export const THEIRS = ['Pak Tetangga', 'pesantetangga', 'setuju sekali', 'Tukang', OTHER]
