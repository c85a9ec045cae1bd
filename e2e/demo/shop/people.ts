/**
 * The shop's owner, customers and strangers. All numbers are made up: `0000` after the operator's prefix.
 * Weight says how often somebody writes; a regular has 5, somebody who came once 1.
 */

/** Language and script that a person writes in; `hi-latn` is Hindi in Latin letters. */
export type Speech = 'id' | 'hi' | 'hi-latn' | 'en'
export type Currency = 'IDR' | 'INR'

export interface Person {
  /** WhatsApp's id: `…@c.us`, or `…@lid` where the number is hidden. */
  wid: string
  /** E.164; null where WhatsApp hides it. */
  phone: string | null
  /** As in the owner's address book; for strangers what they call themselves. */
  name: string
  pushname: string
  speech: Speech
  city: string
  currency: Currency
  weight: number
}

/** The salesperson whose WhatsApp this is; the same person as in the central CRM. */
export const OWNER = {
  phone: '6281110000004@c.us',
  lid: '90000000000004@lid',
  pushname: 'Siti · Cahaya Elektronik',
  platform: 'android',
} as const

const byPhone =
  (currency: Currency) =>
  ([phone, name, speech, city, weight]: readonly [string, string, Speech, string, number]): Person => ({
    ...{ wid: `${phone}@c.us`, phone: `+${phone}`, name, speech, city, currency, weight },
    pushname: name.split(' ')[0] ?? name,
  })

const indonesia = (
  [
    ['6281200001101', 'Budi Hartono', 'id', 'Bandung', 5],
    ['6281300001102', 'Dewi Anggraini', 'id', 'Jakarta Selatan', 5],
    ['6285200001103', 'Agus Prasetyo', 'id', 'Surabaya', 3],
    ['6287800001104', 'Rina Wulandari', 'id', 'Bekasi', 4],
    ['6281100001105', 'Yusuf Maulana', 'id', 'Semarang', 2],
    ['6289600001106', 'Putri Ayu Lestari', 'id', 'Yogyakarta', 4],
    ['6281200001107', 'Eko Saputra', 'id', 'Malang', 2],
    ['6285700001108', 'Nurul Hidayah', 'id', 'Depok', 3],
    ['6281300001109', 'Fajar Nugroho', 'id', 'Solo', 2],
    ['6282100001110', 'Made Suardana', 'id', 'Denpasar', 3],
    ['6285200001111', 'Siska Amelia', 'id', 'Tangerang', 3],
    ['6281200001112', 'Hendra Gunawan', 'id', 'Medan', 1],
    ['6287800001113', 'Ratna Sari Dewi', 'id', 'Bogor', 2],
    ['6281100001114', 'CV Maju Jaya (Pak Anton)', 'id', 'Jakarta Barat', 5],
    ['6289500001115', 'Tia Permata', 'id', 'Cirebon', 1],
    ['6281300001116', 'Rizky Ramadhan', 'id', 'Makassar', 2],
    ['6285600001117', 'Wayan Sukerti', 'id', 'Ubud', 1],
    ['6281200001118', 'Indah Kurniawati', 'id', 'Palembang', 2],
    ['6282200001119', 'Bayu Setiawan', 'id', 'Balikpapan', 1],
    ['6281300001120', 'SMK Nusantara (Bu Lilis)', 'id', 'Sukabumi', 3],
    ['6281200001121', 'Michael Tanoto', 'en', 'Jakarta', 2],
    ['6281100001122', 'Grace Simanjuntak', 'en', 'Batam', 2],
    ['6287700001123', 'Toni Kurnia', 'id', 'Bandung', 1],
  ] as const
).map(byPhone('IDR'))

const india = (
  [
    ['919820000201', 'Rahul Sharma', 'hi', 'Mumbai', 4],
    ['919810000202', 'Priya Verma', 'hi', 'Delhi', 4],
    ['919830000203', 'अमित गुप्ता', 'hi', 'Kanpur', 2],
    ['919870000204', 'Sunita Yadav', 'hi', 'Lucknow', 3],
    ['919890000205', 'Vikram Singh Rathore', 'hi-latn', 'Jaipur', 3],
    ['919840000206', 'Neha Agarwal', 'hi-latn', 'Noida', 3],
    ['919860000207', 'Sanjay Mishra', 'hi', 'Varanasi', 1],
    ['919850000208', 'Pooja Chauhan', 'hi-latn', 'Gurugram', 2],
    ['919880000209', 'Arvind Kumar', 'hi-latn', 'Patna', 1],
    ['919820000210', 'Kavita Joshi', 'hi', 'Indore', 2],
    ['919840000211', 'Lakshmi Narayanan', 'en', 'Chennai', 2],
    ['919880000212', 'Farhan Qureshi', 'hi-latn', 'Hyderabad', 2],
    ['919870000213', 'Deepak Traders', 'hi-latn', 'Ahmedabad', 4],
    ['919810000214', 'मीना शर्मा', 'hi', 'Bhopal', 1],
    ['919890000215', 'Joseph Fernandes', 'en', 'Goa', 1],
  ] as const
).map(byPhone('INR'))

/** People whose number WhatsApp hides from this device. */
export const HIDDEN: readonly Person[] = [
  {
    ...{ wid: '120300000000301@lid', phone: null, name: 'Arif Rahman', pushname: 'Arif', speech: 'id' },
    ...{ city: 'Padang', currency: 'IDR', weight: 2 },
  },
  {
    ...{ wid: '120300000000302@lid', phone: null, name: 'Ananya Iyer', pushname: 'Ananya', speech: 'en' },
    ...{ city: 'Bengaluru', currency: 'INR', weight: 2 },
  },
]

/** In the owner's address book. */
export const CUSTOMERS: readonly Person[] = [...indonesia, ...india, ...HIDDEN]

/** Who wrote without being in the address book. */
export const STRANGERS: readonly Person[] = [
  ...([['6281900009901', 'Dimas', 'id', 'Kudus', 1]] as const).map(byPhone('IDR')),
  ...([['919811000902', 'Ritika', 'hi-latn', 'Delhi', 1]] as const).map(byPhone('INR')),
  ...([['6283800009903', 'Oma Lies', 'id', 'Salatiga', 1]] as const).map(byPhone('IDR')),
]
