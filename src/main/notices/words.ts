/** What notices say, in every language. The type makes sure that none lacks a word. */
import type { Language, MessageType } from '../../contract'

export interface Words {
  /** Where neither name nor text may be said. */
  newMessages(count: number): string
  /** Somebody of whom nothing is kept yet. */
  stranger: string
  /** A person or group without any name. */
  nameless: string
  replyHint: string
  replyFailed: string
  /** Before the title of a task that is due. */
  taskDue: string
  /** Where tasks are many, or may not be named. */
  tasksDue(count: number): string
  /** An account got worse. */
  alarm: { warning: string; critical: string }
  /** What a message without words is. */
  kinds: Record<Exclude<MessageType, 'text' | 'system'>, string>
}

export const WORDS: Record<Language, Words> = {
  en: {
    newMessages: (count) => (count === 1 ? 'New message' : `${count} new messages`),
    stranger: 'Somebody new has written',
    nameless: 'Unknown person',
    replyHint: 'Reply',
    replyFailed: 'Your reply was not sent. Open the chat and try again.',
    taskDue: 'To do now',
    tasksDue: (count) => (count === 1 ? 'Something is to be done now' : `${count} tasks are due`),
    alarm: {
      warning: 'Your WhatsApp needs a look before it becomes a problem.',
      critical: 'Your WhatsApp needs you: messages may not be coming in or going out.',
    },
    kinds: {
      image: 'Picture',
      video: 'Video',
      audio: 'Audio',
      voice: 'Voice message',
      document: 'Document',
      sticker: 'Sticker',
      location: 'Location',
      'contact-card': 'Contact',
      poll: 'Poll',
      call: 'Call',
      'view-once': 'View-once message',
      unsupported: 'New message',
    },
  },
  hi: {
    newMessages: (count) => (count === 1 ? 'नया संदेश' : `${count} नए संदेश`),
    stranger: 'किसी नए व्यक्ति ने लिखा है',
    nameless: 'अज्ञात व्यक्ति',
    replyHint: 'उत्तर दें',
    replyFailed: 'आपका उत्तर नहीं भेजा गया। चैट खोलकर फिर कोशिश करें।',
    taskDue: 'अभी करना है',
    tasksDue: (count) => (count === 1 ? 'एक काम अभी करना है' : `${count} काम करने हैं`),
    alarm: {
      warning: 'आपके WhatsApp को देख लें, इससे पहले कि समस्या हो।',
      critical: 'आपके WhatsApp को आपकी ज़रूरत है: हो सकता है संदेश न आ रहे हों या न जा रहे हों।',
    },
    kinds: {
      image: 'चित्र',
      video: 'वीडियो',
      audio: 'ऑडियो',
      voice: 'ध्वनि संदेश',
      document: 'दस्तावेज़',
      sticker: 'स्टिकर',
      location: 'स्थान',
      'contact-card': 'संपर्क',
      poll: 'मतदान',
      call: 'कॉल',
      'view-once': 'एक बार दिखने वाला संदेश',
      unsupported: 'नया संदेश',
    },
  },
  id: {
    newMessages: (count) => (count === 1 ? 'Pesan baru' : `${count} pesan baru`),
    stranger: 'Ada orang baru yang menulis',
    nameless: 'Orang tak dikenal',
    replyHint: 'Balas',
    replyFailed: 'Balasan Anda tidak terkirim. Buka obrolan dan coba lagi.',
    taskDue: 'Kerjakan sekarang',
    tasksDue: (count) => (count === 1 ? 'Ada tugas untuk sekarang' : `${count} tugas jatuh tempo`),
    alarm: {
      warning: 'Periksa WhatsApp Anda sebelum menjadi masalah.',
      critical: 'WhatsApp Anda memerlukan Anda: pesan mungkin tidak masuk atau tidak terkirim.',
    },
    kinds: {
      image: 'Gambar',
      video: 'Video',
      audio: 'Audio',
      voice: 'Pesan suara',
      document: 'Dokumen',
      sticker: 'Stiker',
      location: 'Lokasi',
      'contact-card': 'Kontak',
      poll: 'Jajak pendapat',
      call: 'Panggilan',
      'view-once': 'Pesan sekali lihat',
      unsupported: 'Pesan baru',
    },
  },
}
