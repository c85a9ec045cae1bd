/** Why a start of the installed app ends, told to a person who clicked and sees no terminal. */
import type { Language } from '../../../contract'
import type { SecondStart } from '../node/lock'

export interface StartWords {
  noSandbox: string
  starting: string
  running(pid: number): string
  inBrowser(pid: number): string
  silent(pid: number): string
}

/** The type makes sure that no language lacks a sentence. */
export const LAST_WORDS: Record<Language, StartWords> = {
  en: {
    noSandbox:
      'Leadline does not start without its browser’s sandbox, which this system does not give to an AppImage. Install the .deb package instead.',
    starting: 'Leadline is already starting. Try again in a moment.',
    running: (pid) => `Leadline is already running (process ${pid}). Its icon near the clock opens it.`,
    inBrowser: (pid) =>
      `Leadline is already running in your browser (process ${pid}) and was asked to show itself there. For the desktop app, end that one first.`,
    silent: (pid) =>
      `Leadline is already running (process ${pid}) but does not answer. End that process, then start again.`,
  },
  hi: {
    noSandbox:
      'Leadline अपने ब्राउज़र के सैंडबॉक्स के बिना शुरू नहीं होता, और यह सिस्टम AppImage को सैंडबॉक्स नहीं देता। इसकी जगह .deb पैकेज इंस्टॉल करें।',
    starting: 'Leadline पहले से शुरू हो रहा है। थोड़ी देर में फिर कोशिश करें।',
    running: (pid) => `Leadline पहले से चल रहा है (प्रोसेस ${pid})। इसे घड़ी के पास वाले आइकन से खोलें।`,
    inBrowser: (pid) =>
      `Leadline पहले से आपके ब्राउज़र में चल रहा है (प्रोसेस ${pid}) और उसे वहाँ दिखने को कहा गया है। डेस्कटॉप ऐप के लिए पहले उसे बंद करें।`,
    silent: (pid) =>
      `Leadline पहले से चल रहा है (प्रोसेस ${pid}), पर जवाब नहीं देता। वह प्रोसेस बंद करें, फिर दोबारा शुरू करें।`,
  },
  id: {
    noSandbox:
      'Leadline tidak berjalan tanpa sandbox peramban, dan sistem ini tidak memberikannya kepada AppImage. Pasang paket .deb sebagai gantinya.',
    starting: 'Leadline sedang dimulai. Coba lagi sebentar lagi.',
    running: (pid) => `Leadline sudah berjalan (proses ${pid}). Buka lewat ikonnya di dekat jam.`,
    inBrowser: (pid) =>
      `Leadline sudah berjalan di peramban Anda (proses ${pid}) dan diminta muncul di sana. Untuk aplikasi desktop, akhiri yang itu dulu.`,
    silent: (pid) =>
      `Leadline sudah berjalan (proses ${pid}) tetapi tidak menjawab. Akhiri proses itu, lalu mulai lagi.`,
  },
}

/** What a second start met, in the words of one language. */
export function ofSecondStart(met: SecondStart, words: StartWords): string {
  switch (met.kind) {
    case 'starting':
      return words.starting
    case 'desktop':
      return words.running(met.pid)
    case 'silent':
      return words.silent(met.pid)
    case 'shown':
      return met.address === null ? words.running(met.pid) : words.inBrowser(met.pid)
  }
}
