/** What customers are told of orders, in each language. A person may put words of their own in place of those about a status. */
import type { Language, OrderStatus } from '../../contract'

/** What a message about a status may hold; each is filled in, and left out with a blank where there is nothing. */
export const PLACEHOLDERS = ['name', 'order', 'total'] as const
export type Placeholder = (typeof PLACEHOLDERS)[number]

export type ToldStatus = Exclude<OrderStatus, 'draft'>

export const STATUS_WORDS: Record<Language, Record<ToldStatus, string>> = {
  en: {
    placed: 'Hello {name}, we have received your order {order}: {total}. Thank you!',
    confirmed: 'Hello {name}, your order {order} is confirmed.',
    packed: 'Hello {name}, your order {order} is packed and will soon be on its way.',
    shipped: 'Hello {name}, your order {order} is on its way to you.',
    delivered: 'Hello {name}, your order {order} has been delivered. Thank you!',
    cancelled: 'Hello {name}, your order {order} has been cancelled.',
  },
  hi: {
    placed: 'नमस्ते {name}, हमें आपका ऑर्डर {order} मिल गया है: {total}। धन्यवाद!',
    confirmed: 'नमस्ते {name}, आपका ऑर्डर {order} पक्का हो गया है।',
    packed: 'नमस्ते {name}, आपका ऑर्डर {order} पैक हो गया है और जल्द ही भेजा जाएगा।',
    shipped: 'नमस्ते {name}, आपका ऑर्डर {order} रास्ते में है।',
    delivered: 'नमस्ते {name}, आपका ऑर्डर {order} पहुँचा दिया गया है। धन्यवाद!',
    cancelled: 'नमस्ते {name}, आपका ऑर्डर {order} रद्द कर दिया गया है।',
  },
  id: {
    placed: 'Halo {name}, pesanan Anda {order} sudah kami terima: {total}. Terima kasih!',
    confirmed: 'Halo {name}, pesanan Anda {order} sudah dikonfirmasi.',
    packed: 'Halo {name}, pesanan Anda {order} sudah dikemas dan segera dikirim.',
    shipped: 'Halo {name}, pesanan Anda {order} sedang dalam perjalanan.',
    delivered: 'Halo {name}, pesanan Anda {order} sudah sampai. Terima kasih!',
    cancelled: 'Halo {name}, pesanan Anda {order} telah dibatalkan.',
  },
}

/** Words with their places filled in, and no blanks left where there was nothing to fill in. */
export function filledIn(words: string, values: Record<Placeholder, string>): string {
  const filled = PLACEHOLDERS.reduce((text, key) => text.replaceAll(`{${key}}`, () => values[key]), words)
  return filled
    .replaceAll(/[^\S\n]{2,}/g, ' ')
    .replaceAll(/[^\S\n]+([,.:;!?।])/g, '$1')
    .trim()
}

/** On the message and on paper. */
export const ORDER_WORDS: Record<
  Language,
  {
    order: string
    draft: string
    item: string
    quantity: string
    price: string
    amount: string
    subtotal: string
    discount: string
    shipping: string
    tax: string
    includedTax: string
    total: string
    deliverTo: string
    customer: string
    date: string
  }
> = {
  en: {
    ...{
      order: 'Order',
      draft: 'Draft',
      item: 'Item',
      quantity: 'Quantity',
      price: 'Price',
      amount: 'Amount',
    },
    ...{
      subtotal: 'Subtotal',
      discount: 'Discount',
      shipping: 'Shipping',
      tax: 'Tax',
      includedTax: 'Tax included',
    },
    ...{ total: 'Total', deliverTo: 'Deliver to', customer: 'Customer', date: 'Date' },
  },
  hi: {
    ...{ order: 'ऑर्डर', draft: 'मसौदा', item: 'वस्तु', quantity: 'मात्रा', price: 'मूल्य', amount: 'राशि' },
    ...{ subtotal: 'उप-योग', discount: 'छूट', shipping: 'डिलीवरी शुल्क', tax: 'कर', includedTax: 'कर सहित' },
    ...{ total: 'कुल', deliverTo: 'डिलीवरी का पता', customer: 'ग्राहक', date: 'तारीख' },
  },
  id: {
    ...{
      order: 'Pesanan',
      draft: 'Draf',
      item: 'Barang',
      quantity: 'Jumlah',
      price: 'Harga',
      amount: 'Nilai',
    },
    ...{ subtotal: 'Subtotal', discount: 'Diskon', shipping: 'Ongkos kirim', tax: 'Pajak' },
    ...{ includedTax: 'Sudah termasuk pajak', total: 'Total', deliverTo: 'Kirim ke', customer: 'Pelanggan' },
    ...{ date: 'Tanggal' },
  },
}
