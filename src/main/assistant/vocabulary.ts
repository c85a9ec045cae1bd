/**
 * What customers say for each command, in the three languages; Hindi in both scripts. The commands' words can be changed per account; the
 * words around them can't. A word that several languages have tells none of them.
 */
import type { AssistantIntent, AssistantWords, Language } from '../../contract'

type Words = Record<Language, string>

const list = (text: string): string[] =>
  text
    .split(',')
    .map((phrase) => phrase.trim())
    .filter((phrase) => phrase !== '')

const INTENTS: Record<AssistantIntent, Words> = {
  catalogue: {
    en: `catalog, catalogue, catalogs, products, product list, list of products, price list, pricelist, prices, menu, items, stock list,
      what do you sell, what do you have, what products do you have, what can i buy, what can i order, what is available, whats available`,
    hi: `catalog, catalogue, products, price list, menu, saman, samaan, rate list, kya kya hai, kya milta hai, kya kya milta hai,
      kya bechte ho, kya bechte hain, kya kya hai aapke paas, aapke paas kya hai, aapke paas kya kya hai, कैटलॉग, केटलॉग, प्रोडक्ट, प्रोडक्ट्स,
      उत्पाद, सामान, सूची, रेट लिस्ट, मेन्यू, मेनू, क्या क्या है, क्या मिलता है, क्या क्या मिलता है, क्या बेचते हैं, आपके पास क्या है, आपके पास क्या क्या है`,
    id: `katalog, katalognya, catalog, produk, produknya, daftar produk, daftar harga, harga produk, price list, pricelist, menu, menunya, barang, barangnya,
      list barang, jual apa, jual apa aja, jual apa saja, ada apa aja, ada apa saja, ada produk apa, ada produk apa saja, ada barang apa saja,
      produk apa saja, barang apa saja, daftar barang`,
  },
  order: {
    en: `order, ordering, i want to order, i would like to order, i'd like to order, id like to order, can i order, i want to buy, i would like to buy, i'd like to buy,
      want to order, want to buy, buy, purchase, place an order, place order, place an order for, order for, book`,
    hi: `order, order karna hai, order karna, order karo, order kar do, order kardo, order kar dijiye, order chahiye, book karo, book kar do,
      kharidna hai, khareedna hai, mangwana hai, mangana hai, lena hai, chahiye, chaiye, chahie, bhej do, bhej dijiye, bhejo, de do, de dijiye,
      ऑर्डर, आर्डर, ऑडर, ऑर्डर करना है, ऑर्डर करो, ऑर्डर कर दो, ऑर्डर कर दीजिए, ऑर्डर चाहिए, बुक करो, बुक कर दो, खरीदना है, ख़रीदना है, मंगवाना है, मंगाना है,
      लेना है, चाहिए, चाहिये, भेज दो, भेज दीजिए, भेजिए, दे दो, दे दीजिए`,
    id: `order, pesan, pesen, mesen, mesan, mau pesan, mau pesen, mau order, ingin pesan, ingin order, beli, mau beli, ingin beli, ingin membeli, memesan, ingin memesan,
      mau memesan, pesanan baru, saya pesan, ambil, mau ambil, bungkus`,
  },
  status: {
    en: `status, order status, status of my order, status of the order, status of order, my order, my orders, my order status, where is my order, wheres my order,
      where's my order, track, track order, track my order, tracking, when will my order arrive, when does my order arrive, has my order shipped,
      has my order been shipped, is my order ready, what about my order, check my order, check order, order update, update on my order, any update on my order`,
    hi: `status, order status, mera order, mere order, mera order kahan hai, mera order kaha hai, order kahan hai, order kaha hai, mera order kab aayega,
      order kab aayega, mera order kab tak aayega, order ka status, mere order ka status, mera order status, order kahan tak pahuncha, order pahuncha,
      स्टेटस, ऑर्डर स्टेटस, मेरा ऑर्डर, मेरा आर्डर, मेरे ऑर्डर, मेरा ऑर्डर कहाँ है, मेरा ऑर्डर कहां है, ऑर्डर कहाँ है, ऑर्डर कहां है, मेरा ऑर्डर कब आएगा, ऑर्डर कब आएगा,
      ऑर्डर का स्टेटस, मेरे ऑर्डर का स्टेटस, ऑर्डर की स्थिति, मेरे ऑर्डर की स्थिति, मेरा आर्डर कहाँ है, मेरा आर्डर कब आएगा`,
    id: `status, status pesanan, status order, pesanan saya, pesananku, orderan saya, orderanku, order saya, pesanan saya mana, pesanan saya di mana, pesanan saya dimana,
      orderan saya mana, orderan saya sampai mana, pesanan saya sampai mana, order saya mana, di mana pesanan saya, dimana pesanan saya, mana pesanan saya, cek pesanan, cek status, cek order,
      lacak, lacak pesanan, pesanan saya sudah dikirim, pesanan saya kapan sampai, kapan pesanan saya sampai, kapan pesanan sampai, status pesanan saya, cek pesanan saya, cek status pesanan`,
  },
  greeting: {
    en: `hello, hi, hey, hiya, hello there, hi there, good morning, good afternoon, good evening, good day, greetings`,
    hi: `hello, hi, hey, namaste, namaskar, namasthe, pranam, ram ram, salaam, assalamualaikum, suprabhat, shubh sandhya, नमस्ते, नमस्कार, प्रणाम, राम राम, हेलो, हैलो, हलो,
      हाय, सलाम, सुप्रभात, शुभ प्रभात, शुभ संध्या`,
    id: `halo, hallo, hello, hai, hi, hey, hei, selamat pagi, selamat siang, selamat sore, selamat malam, pagi, siang, sore, malam, assalamualaikum, assalamu'alaikum,
      permisi, salam`,
  },
  help: {
    en: `help, help me, i need help, need help, can you help, can you help me, commands, options, how to order, how do i order, how can i order, how does this work, what can you do,
      instructions, how to buy, how do i buy, how to place an order, how do i place an order, how to use this`,
    hi: `help, help chahiye, help karo, madad, madad karo, madad chahiye, mujhe madad chahiye, sahayata, meri madad karo, kaise order karu, kaise order karun, kaise order kare, kaise order karen, kaise order karein,
      order kaise karu, order kaise karun, order kaise kare, order kaise karen, order kaise karein, order karne ka tarika, kaise kharide, kaise kharidein,
      मदद, मदद करो, मदद कीजिए, मदद चाहिए, मुझे मदद चाहिए, सहायता, सहायता चाहिए, हेल्प, ऑर्डर कैसे करूँ, ऑर्डर कैसे करूं, ऑर्डर कैसे करें, ऑर्डर कैसे करते हैं, कैसे ऑर्डर करें, कैसे खरीदें`,
    id: `help, bantuan, bantu, tolong bantu, minta bantuan, butuh bantuan, cara order, cara pesan, cara pesannya, cara beli, cara pemesanan, gimana cara pesan, gimana cara pesannya,
      bagaimana cara pesan, bagaimana cara order, bagaimana cara memesan, cara memesan, gimana cara order, gimana pesannya, gimana cara beli, bagaimana cara beli, panduan, petunjuk, perintah`,
  },
  contact: {
    en: `contact, contact us, contact info, contact information, contact details, your contact, phone number, your number, your phone number, call me, call me back, address, your address, shop address,
      where is your shop, where are you, where are you located, location, your location, email, opening hours, open hours, working hours, business hours,
      when are you open, when do you open, are you open, talk to a person, talk to someone, speak to a person, speak to someone, real person, human, agent, customer service`,
    hi: `contact, contact number, sampark, phone number, number do, number dijiye, apna number do, aapka number, pata, aapka pata, address, dukan ka pata, dukan kahan hai, dukaan kahan hai, dukan kaha hai,
      dukan kab khulti hai, kab khulta hai, kab tak khula hai, dukan khuli hai, kisi se baat karni hai, baat karni hai, call karo, संपर्क, सम्पर्क, कॉन्टैक्ट, फोन नंबर, फ़ोन नंबर, नंबर दीजिए,
      आपका नंबर, पता, आपका पता, दुकान का पता, दुकान कहाँ है, दुकान कहां है, दुकान कब खुलती है, कब खुलते हैं, किसी से बात करनी है, बात करनी है, एड्रेस`,
    id: `kontak, kontaknya, contact, hubungi, nomor telepon, nomor telpon, nomor hp, no hp, no telp, nomor wa, nomornya, alamat, alamatnya, alamat toko, lokasi, lokasinya, lokasi toko, lokasi di mana, lokasi dimana,
      tokonya di mana, tokonya dimana, toko di mana, toko dimana, di mana tokonya, dimana tokonya, jam buka, buka jam berapa, jam kerja, jam operasional, tutup jam berapa, bicara dengan orang, bicara dengan admin, mau bicara dengan admin, cs, customer service,
      telepon saya, hubungi saya, alamatnya di mana, alamatnya dimana`,
  },
}

/** Said around commands without changing them. */
const FILLERS: Words = {
  en: `please, pls, plz, kindly, sir, madam, maam, ma'am, bro, friend, dear, thanks, thank you, thankyou, thx, the, a, an, me, my, for, of, is, are, you, your, can, could, would, will, i, want, like, need, to, send, show,
    give, get, see, view, share, have, us, this, that, it, now, today, what, what's, whats, how, about, tell, let, know, full, all, some, just, also, with, in, on, at, do, does, ok, okay, yes, there, again, again please, here, quickly, asap, new, latest,
    looking, see the, check, would like, number, no, team, more, your current, current, and`,
  hi: `please, plz, pls, ji, sir, madam, bhai, bhaiya, bhaiyya, didi, mujhe, mujhko, mereko, hume, humko, humein, main, mai, mein, hai, hain, ka, ki, ke, ko, kya, dikhao, dikha do, dikhaiye, dikhaye, bhej do, bhejo, bhejiye, bhej dijiye, do na,
    dijiye, dena, de do, batao, bata do, bataiye, btao, btaiye, apna, apni, aap, aapka, aapki, aapke, aur, ek baar, zara, jara, kar do, karo, chahiye, chaiye, ab, abhi, shukriya, dhanyavad, haan, han, na, to, toh, wala, wali, wale, mera, meri, mere, mangta, thoda, sab, poora, pura,
    tha, ye, yeh, kripya, krupya, se, par, ya, jaldi, yaar, kitna, liye, mere liye,
    कृपया, प्लीज़, प्लीज, जी, सर, मैडम, भाई, भैया, दीदी, मुझे, मुझको, हमें, हमको, मैं, है, हैं, का, की, के, को, क्या, दिखाओ, दिखाइए, दिखाइये, दिखा दो, दिखा दीजिए, भेज दो, भेजो, भेजिए, भेज दीजिए, दीजिए, दो न, देना, दे दो, बताओ, बताइए, बता दो, अपना, अपनी, आप, आपका, आपकी, आपके,
    और, एक बार, ज़रा, जरा, कर दो, करो, चाहिए, चाहिये, अब, अभी, शुक्रिया, धन्यवाद, हाँ, हां, न, ना, तो, वाला, वाली, मेरा, मेरी, मेरे, सब, पूरा, यह, ये, से, पर, जल्दी, लिए, मेरे लिए`,
  id: `tolong, mohon, minta, mintak, kak, kakak, ka, min, admin, gan, sis, bang, mas, mbak, pak, bu, ibu, bapak, bos, boss, om, dong, donk, ya, yah, yaa, deh, sih, nih, kah, nya, saya, aku, gue, ane, kami, mau, ingin, pengen, pingin, bisa, boleh, lihat, liat, kirim, kirimkan, kirimin,
    kasih, kasi, tau, tahu, info, infonya, terima kasih, makasih, trims, thx, yang, untuk, buat, di, ini, itu, dulu, sekarang, hari ini, apa, apa aja, apa saja, ada, dan, sama, aja, saja, lagi, lengkap, terbaru, semua, semuanya, dengan, berapa, gimana, bagaimana, ok, oke, baik, iya, toko, tokonya, tolong kirim,
    lebih, cek, nomor, no, permisi, punya, butuh, perlu, satu lagi, banget, donk kak, nya dong`,
}

/** Weaker than an order word: an order only where what is wanted is in the catalogue. */
const WANTS: Words = {
  en: `i want, i'd like, id like, i would like, i'll take, ill take, i will take, i need, we need, we want, give me, get me, send me, can i have, can i get, could i get, may i have, please send, please send me, can you send, need, want`,
  hi: `mujhe, mereko, hume, humko, humein, मुझे, हमें, हमको`,
  id: `saya mau, aku mau, mau, saya ingin, minta, saya minta, butuh, saya butuh, perlu, saya perlu, tolong kirim, kirim, pengen, saya ambil`,
}

/** Takes it back or forbids it: a person has to read that. */
const DENIALS: Words = {
  en: `not, don't, dont, do not, cancel, cancelled, cancellation, refund, return, never, stop, wrong, broken, damaged, complaint, complain, didn't, didnt, doesn't, doesnt, isn't, isnt, wasn't, no longer, without, instead, arrived, defective, missing, late`,
  hi: `nahi, nahin, nhi, mat, cancel, radd, wapas, vapas, galat, kharab, tuta, toota, shikayat, band karo, नहीं, नही, मत, रद्द, कैंसिल, वापस, ग़लत, गलत, खराब, ख़राब, टूटा, शिकायत`,
  id: `tidak, tak, gak, ga, nggak, enggak, ndak, jangan, batal, batalkan, cancel, dibatalkan, retur, refund, kembalikan, salah, rusak, cacat, komplain, keluhan, belum, bukan, kurang, telat, terlambat`,
}

/** After a number, before what is counted. */
const UNITS: Words = {
  en: `pc, pcs, piece, pieces, unit, units, nos, qty, quantity, item, set, sets, box, boxes, pack, packs, packet, packets, bottle, bottles, pair of, pairs of, of`,
  hi: `pc, pcs, piece, nag, peti, dabba, dabbe, packet, adad, nos, पीस, नग, पेटी, डब्बा, डिब्बा, डिब्बे, पैकेट, अदद`,
  id: `pcs, pc, buah, biji, unit, set, box, dus, kotak, bungkus, pak, pack, botol, lembar, bh, ekor, pasang, item`,
}

/** Between two things wanted. */
const JOINERS: Words = {
  en: `and, plus, also`,
  hi: `aur, tatha, और, तथा, एवं`,
  id: `dan, sama, dengan, serta, plus, terus`,
}

/** Where to and for whom, at the beginning of a line of an order. */
const DELIVERY_BEGINS: Words = {
  en: `deliver to, deliver it to, deliver them to, delivery to, deliver at, send to, send it to, send them to, ship to, ship it to, ship them to, shipping to, address, my address,
    address is, delivery address, shipping address, name, my name, my name is, in the name of, recipient, receiver, attn, attention, phone, mobile, landmark, house no, flat no, plot no,
    pin, pin code, pincode, zip, zip code, postcode, note, notes, remark, remarks`,
  hi: `pata, mera pata, pata hai, ghar ka pata, delivery ka pata, is pate par, is pate pe, address, delivery address, naam, nam, mera naam, mera nam, ke naam, phone, mobile, mobile number, makan no, gali, pin code, pincode, yahan bhejna,
    yahan bhejo, yahan bhej dena, bhejna, bhejna hai, bhej dena, delivery, landmark, note,
    पता, मेरा पता, घर का पता, डिलीवरी का पता, इस पते पर, एड्रेस, नाम, मेरा नाम, फोन, फ़ोन, मोबाइल, मकान नंबर, मकान नं, गली, पिन कोड, पिनकोड, यहाँ भेजें, यहां भेजें, यहाँ भेजना, यहां भेजना, भेजें, भेजना, भेजना है, डिलीवरी, नोट`,
  id: `kirim ke, kirimkan ke, kirimin ke, dikirim ke, di kirim ke, pengiriman ke, antar ke, antarkan ke, anter ke, diantar ke, dianter ke, alamat, alamat saya, alamat kirim, alamat pengiriman, alamat rumah, alamatnya,
    a n, atas nama, nama, nama saya, nama penerima, penerima, untuk dikirim ke, tujuan, jl, jln, jalan, gang, gg, rt, kec, kecamatan, kel, kelurahan, kab, kabupaten, kode pos, kodepos, patokan,
    hp, no hp, nomor hp, telp, no telp, no wa, nomor wa, catatan, note, ket, keterangan`,
}

/** The same at its end. */
const DELIVERY_ENDS: Words = {
  en: ``,
  hi: `bhejna, bhejna hai, bhejen, bhejein, bhej dena, bhijwana, bhijwa dena, bhejiyega, pahuncha dena, ke naam, ke naam se, ke naam par, ke naam pe, ke liye,
    भेजें, भेजना, भेजना है, भेज देना, भिजवाना, भिजवा देना, भेजिएगा, पहुँचा देना, पहुंचा देना, के नाम, के नाम से, के नाम पर, के लिए`,
  id: ``,
}

export const LANGUAGES_OF_WORDS: readonly Language[] = ['en', 'hi', 'id']

const listed = (words: Words): Record<Language, string[]> => ({
  en: list(words.en),
  hi: list(words.hi),
  id: list(words.id),
})

export const surroundings = {
  filler: listed(FILLERS),
  want: listed(WANTS),
  denial: listed(DENIALS),
  unit: listed(UNITS),
  joiner: listed(JOINERS),
}

/** Of lines, not of commands: these explain no word elsewhere. */
export const deliveryWords = { begins: listed(DELIVERY_BEGINS), ends: listed(DELIVERY_ENDS) }
export type Surrounding = keyof typeof surroundings

const intents = Object.keys(INTENTS) as AssistantIntent[]

/** The commands' words as they come, without an account's changes. */
export const DEFAULT_WORDS: AssistantWords = Object.fromEntries(
  LANGUAGES_OF_WORDS.map((language) => [
    language,
    Object.fromEntries(intents.map((intent) => [intent, list(INTENTS[intent][language])])),
  ]),
) as AssistantWords
