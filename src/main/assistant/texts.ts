/** What the assistant says, as it comes: each text in three languages, with its placeholders in braces. An account can change each. */
import type { AssistantTexts, OrderStatus } from '../../contract'
import type { Language } from '../../contract'

export const DEFAULT_TEXTS: AssistantTexts = {
  en: {
    greeting: `Hello {name}! 👋\nWrite *catalog* to see what we have, *order* to buy something, *status* for your orders, or *help*.`,
    help: `This is what you can write:\n• *catalog* – what we sell\n• *{example}* – to order; one line for each product\n• *status* – how your orders stand\n• *contact* – to reach a person\nAnything else is read by a person.`,
    contact: `A person will answer you here as soon as possible, {name}.`,
    catalogue: `{products}\n\nTo order, write for example:\n{example}`,
    nothingForSale: `Our catalogue is empty at the moment. A person will answer you here.`,
    howToOrder: `What would you like to order? Write it like this, one line for each product:\n{example}`,
    drafted: `Thank you, {name}! We noted your order:\n{lines}\n\nTotal: *{total}*\n\nWe will confirm it shortly.`,
    placed: `Thank you, {name}! Your order is placed:\n{lines}\n\nTotal: *{total}*\n\nWrite *status* to see how it stands.`,
    which: `Which “{asked}” do you mean?\n{options}\n\nPlease answer with the number.`,
    unknown: `We could not find “{asked}”. Write *catalog* to see what we have.`,
    unknownNear: `We could not find “{asked}”. Did you mean:\n{options}\n\nPlease answer with the number.`,
    quantity: `How many of “{product}” would you like? Please write a whole number, for example:\n{example}`,
    tooFew: `We have only {stock} of {product} left. To order as many, write:\n{example}`,
    soldOut: `{product} is sold out at the moment.`,
    person: `Thank you, {name}. A person will look at this and answer you here.`,
    status: `Your orders:\n{orders}`,
    noOrders: `You have no orders with us yet. To order, write for example:\n{example}`,
    closed: `Thank you for your message, {name}. We are closed right now and open again {opens}. We will answer you then.`,
  },
  hi: {
    greeting: `नमस्ते {name}! 👋\nहमारा सामान देखने के लिए *कैटलॉग* लिखें, ख़रीदने के लिए *ऑर्डर*, अपने ऑर्डर जानने के लिए *स्टेटस*, या *मदद* लिखें।`,
    help: `आप ये लिख सकते हैं:\n• *कैटलॉग* – हम क्या बेचते हैं\n• *{example}* – ऑर्डर के लिए; हर चीज़ अलग पंक्ति में\n• *स्टेटस* – आपके ऑर्डर कहाँ तक पहुँचे\n• *संपर्क* – किसी व्यक्ति से बात के लिए\nबाक़ी सब संदेश एक व्यक्ति पढ़ता है।`,
    contact: `{name} जी, जल्द ही एक व्यक्ति आपको यहीं जवाब देगा।`,
    catalogue: `{products}\n\nऑर्डर करने के लिए ऐसे लिखें:\n{example}`,
    nothingForSale: `अभी हमारी सूची ख़ाली है। एक व्यक्ति आपको यहीं जवाब देगा।`,
    howToOrder: `आप क्या ऑर्डर करना चाहते हैं? ऐसे लिखें, हर चीज़ अलग पंक्ति में:\n{example}`,
    drafted: `धन्यवाद {name}! हमने आपका ऑर्डर लिख लिया है:\n{lines}\n\nकुल: *{total}*\n\nहम जल्द ही इसकी पुष्टि करेंगे।`,
    placed: `धन्यवाद {name}! आपका ऑर्डर हो गया है:\n{lines}\n\nकुल: *{total}*\n\nजानकारी के लिए *स्टेटस* लिखें।`,
    which: `आप कौन-सा “{asked}” चाहते हैं?\n{options}\n\nकृपया नंबर लिखकर जवाब दें।`,
    unknown: `हमें “{asked}” नहीं मिला। हमारा सामान देखने के लिए *कैटलॉग* लिखें।`,
    unknownNear: `हमें “{asked}” नहीं मिला। क्या आप इनमें से कुछ चाहते हैं?\n{options}\n\nकृपया नंबर लिखकर जवाब दें।`,
    quantity: `आपको “{product}” कितने चाहिए? कृपया पूरी संख्या लिखें, जैसे:\n{example}`,
    tooFew: `हमारे पास {product} सिर्फ़ {stock} बचे हैं। इतने ही ऑर्डर करने के लिए लिखें:\n{example}`,
    soldOut: `{product} अभी स्टॉक में नहीं है।`,
    person: `धन्यवाद {name}। एक व्यक्ति इसे देखकर आपको यहीं जवाब देगा।`,
    status: `आपके ऑर्डर:\n{orders}`,
    noOrders: `अभी आपका कोई ऑर्डर नहीं है। ऑर्डर करने के लिए ऐसे लिखें:\n{example}`,
    closed: `आपके संदेश के लिए धन्यवाद {name}। हम अभी बंद हैं और {opens} फिर खुलेंगे। तब आपको जवाब देंगे।`,
  },
  id: {
    greeting: `Halo {name}! 👋\nTulis *katalog* untuk melihat produk kami, *pesan* untuk memesan, *status* untuk pesanan Anda, atau *bantuan*.`,
    help: `Anda bisa menulis:\n• *katalog* – produk yang kami jual\n• *{example}* – untuk memesan; satu baris untuk tiap produk\n• *status* – perkembangan pesanan Anda\n• *kontak* – untuk menghubungi kami\nPesan lainnya dibaca oleh orang.`,
    contact: `Kami akan segera membalas Anda di sini, {name}.`,
    catalogue: `{products}\n\nUntuk memesan, tulis misalnya:\n{example}`,
    nothingForSale: `Katalog kami sedang kosong. Kami akan membalas Anda di sini.`,
    howToOrder: `Anda mau pesan apa? Tulis seperti ini, satu baris untuk tiap produk:\n{example}`,
    drafted: `Terima kasih, {name}! Pesanan Anda sudah kami catat:\n{lines}\n\nTotal: *{total}*\n\nKami akan segera mengonfirmasinya.`,
    placed: `Terima kasih, {name}! Pesanan Anda sudah masuk:\n{lines}\n\nTotal: *{total}*\n\nTulis *status* untuk melihat perkembangannya.`,
    which: `“{asked}” yang mana maksud Anda?\n{options}\n\nBalas dengan nomornya, ya.`,
    unknown: `Kami tidak menemukan “{asked}”. Tulis *katalog* untuk melihat produk kami.`,
    unknownNear: `Kami tidak menemukan “{asked}”. Apakah maksud Anda:\n{options}\n\nBalas dengan nomornya, ya.`,
    quantity: `Berapa “{product}” yang Anda inginkan? Tulis bilangan bulat, misalnya:\n{example}`,
    tooFew: `{product} tinggal {stock}. Untuk memesan sebanyak itu, tulis:\n{example}`,
    soldOut: `{product} sedang habis.`,
    person: `Terima kasih, {name}. Kami akan melihatnya dan membalas Anda di sini.`,
    status: `Pesanan Anda:\n{orders}`,
    noOrders: `Anda belum punya pesanan. Untuk memesan, tulis misalnya:\n{example}`,
    closed: `Terima kasih atas pesan Anda, {name}. Kami sedang tutup dan buka lagi {opens}. Kami akan membalas Anda saat itu.`,
  },
}

/** How an order stands, in a customer's words. */
export const STATUS_WORDS: Record<Language, Record<OrderStatus, string>> = {
  en: {
    draft: 'noted, to be confirmed',
    placed: 'placed',
    confirmed: 'confirmed',
    packed: 'packed',
    shipped: 'on its way',
    delivered: 'delivered',
    cancelled: 'cancelled',
  },
  hi: {
    draft: 'लिख लिया है, पुष्टि बाक़ी है',
    placed: 'ऑर्डर मिल गया',
    confirmed: 'पुष्टि हो गई',
    packed: 'पैक हो गया',
    shipped: 'रास्ते में',
    delivered: 'पहुँच गया',
    cancelled: 'रद्द',
  },
  id: {
    draft: 'dicatat, menunggu konfirmasi',
    placed: 'sudah masuk',
    confirmed: 'dikonfirmasi',
    packed: 'sudah dikemas',
    shipped: 'dalam pengiriman',
    delivered: 'sudah sampai',
    cancelled: 'dibatalkan',
  },
}

/** An order in an example, where there is no product to name. */
export const EXAMPLE_PRODUCT: Record<Language, string> = { en: 'Product', hi: 'Product', id: 'Produk' }

/** Opens again, before a day and a time: `on Monday at 09:00`. */
export const OPENS: Record<Language, { at: string; soon: string }> = {
  en: { at: 'on {day} at {time}', soon: 'soon' },
  hi: { at: '{day} को {time} बजे', soon: 'जल्द ही' },
  id: { at: 'hari {day} pukul {time}', soon: 'segera' },
}
