/** What the tray says. The type makes sure that no language lacks a word. */
import type { Language } from '../../../../contract'
import type { TrayState } from './state'

export interface Words {
  states: Record<TrayState, string>
  account: string
  open: string
  pause: string
  resume: string
  quit: string
  /** Chats with unread messages. */
  unread(count: number): string
  /** Said once, when the window was closed and Leadline goes on. */
  hidden: { title: string; text: string }
}

export const WORDS: Record<Language, Words> = {
  en: {
    states: {
      connected: 'Connected',
      connecting: 'Connecting',
      attention: 'Needs you',
      offline: 'Not connected',
      paused: 'Sending paused',
    },
    account: 'WhatsApp',
    open: 'Open Leadline',
    pause: 'Pause sending',
    resume: 'Resume sending',
    quit: 'Quit Leadline',
    unread: (count) => (count === 1 ? '1 unread chat' : `${count} unread chats`),
    hidden: {
      title: 'Leadline keeps running',
      text: 'Messages keep coming in and going out. Its icon near the clock opens it again and quits it.',
    },
  },
  hi: {
    states: {
      connected: 'जुड़ा हुआ',
      connecting: 'जुड़ रहा है',
      attention: 'आपकी ज़रूरत है',
      offline: 'जुड़ा नहीं है',
      paused: 'भेजना रुका है',
    },
    account: 'WhatsApp',
    open: 'Leadline खोलें',
    pause: 'भेजना रोकें',
    resume: 'भेजना फिर शुरू करें',
    quit: 'Leadline बंद करें',
    unread: (count) => `${count} अपठित चैट`,
    hidden: {
      title: 'Leadline चलता रहेगा',
      text: 'संदेश आते और जाते रहेंगे। घड़ी के पास वाले आइकन से इसे फिर खोलें या बंद करें।',
    },
  },
  id: {
    states: {
      connected: 'Terhubung',
      connecting: 'Menghubungkan',
      attention: 'Perlu Anda',
      offline: 'Tidak terhubung',
      paused: 'Pengiriman dijeda',
    },
    account: 'WhatsApp',
    open: 'Buka Leadline',
    pause: 'Jeda pengiriman',
    resume: 'Lanjutkan pengiriman',
    quit: 'Keluar dari Leadline',
    unread: (count) => `${count} chat belum dibaca`,
    hidden: {
      title: 'Leadline tetap berjalan',
      text: 'Pesan tetap masuk dan terkirim. Buka lagi atau keluar lewat ikonnya di dekat jam.',
    },
  },
}
