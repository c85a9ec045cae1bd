/** What lies around the dialogues: groups, a status, a channel, a poll, cards, a place, a missed call, something taken back. */
import type { ChatSpec } from '../../whatsapp-web/operations'
import type { Chance } from './chance'
import { newId, type Written } from './dialogue'
import type { Later } from './generate'
import { productPhoto } from './media'
import { CUSTOMERS, OWNER, type Person } from './people'

export const GROUPS = { reseller: '120363000000000401@g.us', family: '120363000000000402@g.us' } as const
export const CHANNEL = '120363000000000501@newsletter'

/** @throws where nobody has this name: the cast was changed without its parts. */
export function customer(name: string): Person {
  const found = CUSTOMERS.find((person) => person.name === name)
  if (!found) throw new Error(`${name} is no customer`)
  return found
}

const HOUR = 3600

interface Extras {
  chats: ChatSpec[]
  messages: Written[]
  later: Later[]
}

/** @param end seconds since the epoch, after everything here. */
export function aroundTheShop(chance: Chance, end: number): Extras {
  const messages: Written[] = []
  const later: Later[] = []
  const put = (hoursAgo: number, message: Omit<Written, 'id' | 't'>): string => {
    const id = newId(chance, message.fromMe ?? false)
    messages.push({
      ...(message.fromMe === true ? { ack: 3 } : {}),
      ...message,
      id,
      t: end - Math.round(hoursAgo * HOUR),
    })
    return id
  }
  const budi = customer('Budi Hartono')
  const dewi = customer('Dewi Anggraini')
  const anton = customer('CV Maju Jaya (Pak Anton)')
  const rahul = customer('Rahul Sharma')
  const priya = customer('Priya Verma')
  const lilis = customer('SMK Nusantara (Bu Lilis)')

  const poll = put(30, {
    ...{ chat: anton.wid, fromMe: true },
    poll: { name: 'Antar barangnya hari apa, Pak?', options: ['Senin', 'Rabu', 'Jumat'] },
  })
  later.push({ do: 'vote', id: poll, from: anton.wid, options: ['Rabu'] })
  put(29.8, { chat: anton.wid, body: 'Rabu saja kak, sekalian tagihannya', quoted: poll })
  put(52, { chat: anton.wid, cards: [{ name: 'Pak Jaya (gudang)', phone: '+6281200001190' }] })
  put(51.9, { chat: anton.wid, body: 'Ini kontak gudang kami kak, barang diterima beliau' })

  const taken = put(27, { chat: budi.wid, body: 'Sayang, nanti jemput anak jam 4 ya' })
  later.push({ do: 'revoke', id: taken })
  put(26.98, { chat: budi.wid, body: 'Maaf kak salah kirim 🙏' })
  put(26.9, { chat: budi.wid, fromMe: true, body: 'Tidak apa-apa kak 😊' })

  put(74, {
    ...{ chat: rahul.wid, body: '' },
    location: { latitude: 19.076, longitude: 72.8777, name: 'घर', address: 'Andheri West, Mumbai' },
  })
  put(73.95, { chat: rahul.wid, body: 'यहाँ भेजना है 🙏' })
  put(22, {
    ...{ chat: priya.wid, type: 'call_log' },
    raw: { isVideoCall: false, callOutcome: 'Missed', subtype: 'miss' },
  })
  put(97, {
    chat: lilis.wid,
    body:
      'Selamat pagi kak. Sekolah kami butuh untuk lab komputer:\n\n• 20 Laptop Pelajar 14"\n• 20 Mouse Nirkabel\n• 2 Soundbar 2.1\n\n' +
      'Mohon penawaran resmi dengan kop toko dan masa berlaku 30 hari, karena harus lewat rapat komite dulu. ' +
      'Apakah bisa termin pembayaran 50% di depan dan 50% setelah instalasi? Terima kasih.',
  })
  put(96.5, {
    chat: lilis.wid,
    fromMe: true,
    star: true,
    body: 'Baik Bu Lilis, penawarannya saya siapkan hari ini 🙏',
  })
  put(48, {
    chat: dewi.wid,
    fromMe: true,
    body: 'Katalog lengkapnya di sini kak: https://example.com/katalog',
  })

  group(put, GROUPS.reseller, [
    [60, budi, 'Ada yang ready Earbuds TWS Pro lebih dari 20?'],
    [59.8, anton, 'Gudang saya tinggal 6'],
    [59.7, null, 'Besok masuk 48 unit, harga reseller sama'],
    [31, dewi, 'Booking 5 ya kak'],
    [5, budi, 'Promo akhir bulan jadi?'],
  ])
  group(put, GROUPS.family, [
    [40, dewi, 'Minggu jadi makan siang di rumah Ibu?'],
    [39.5, null, 'Jadi, aku bawa kue'],
    [8, lilis, 'Ibu minta dibelikan obat sekalian'],
  ])
  put(12, {
    ...{ chat: 'status@broadcast', author: dewi.wid, caption: 'Outfit hari ini' },
    media: productPhoto(chance, 'PHN-1'),
  })
  put(20, { chat: CHANNEL, body: '5 tips merawat baterai laptop' })

  const members = [budi, dewi, anton, lilis].map(({ wid }) => wid)
  return {
    messages,
    later,
    chats: [
      {
        id: GROUPS.reseller,
        group: { subject: 'Reseller Elektronik Glodok', participants: members },
        unread: 1,
      },
      { id: GROUPS.family, group: { subject: 'Keluarga Besar', participants: members.slice(1) } },
      {
        id: CHANNEL,
        name: 'Tekno Harian',
        newsletter: { description: 'Berita teknologi', subscribers: 18_204 },
      },
      { id: anton.wid, pinned: true },
      { id: customer('Sanjay Mishra').wid, archived: true },
    ],
  }
}

/** Hours ago, who (null: the owner), what. */
type Said = readonly [number, Person | null, string]
function group(
  put: (hoursAgo: number, message: Omit<Written, 'id' | 't'>) => string,
  chat: string,
  lines: readonly Said[],
): void {
  for (const [hoursAgo, who, body] of lines)
    put(hoursAgo, {
      ...{ chat, body },
      ...(who === null ? { fromMe: true, author: OWNER.phone } : { author: who.wid, pushname: who.pushname }),
    })
}
