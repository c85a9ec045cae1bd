/** The catalogue, a part of it, or one product with its picture into a chat, through the outbox. */
import { AppError, codeOf, type Language, type Message, type Product } from '../../contract'
import type { SendInput } from '../outbox'
import type { Catalog } from './index'
import type { Picture, Pictures } from './pictures'

export interface SharingOptions {
  catalog: Pick<Catalog, 'get' | 'text'>
  pictures: Pick<Pictures, 'open'>
  outbox: { send(input: SendInput): Promise<Message> }
  uploads: {
    saveUpload(data: Uint8Array, about: { mime: string; name: string | null }): Promise<{ uploadId: string }>
  }
}

export interface ShareInput {
  conversationId: string
  language: Language
  /** Of the message in the outbox. */
  clientId: string
  /** A person said that it goes though this customer asked not to be written to. */
  despiteOptOut?: boolean
  what: { kind: 'all' } | { kind: 'category'; categoryId: string } | { kind: 'product'; productId: string }
}

export interface Sharing {
  /** Under the same id it is sent once. @throws {AppError} as `Outbox.send`, or `not-found`. */
  send(input: ShareInput): Promise<Message>
  /** A product's picture. @throws {AppError} `not-found` */
  picture(productId: string): Promise<Picture>
}

export function createSharing({ catalog, pictures, outbox, uploads }: SharingOptions): Sharing {
  /** Null where there is none to be had: the words go all the same. */
  const pictureOf = async ({ picture }: Product): Promise<Picture | null> => {
    if (picture === null) return null
    try {
      return await pictures.open(picture)
    } catch (error) {
      if (codeOf(error) === 'not-found') return null
      throw error
    }
  }
  const attachment = async (product: Product): Promise<SendInput['attachment']> => {
    const picture = await pictureOf(product)
    if (!picture) return null
    const { uploadId } = await uploads.saveUpload(picture.data, { mime: picture.mime, name: null })
    return { uploadId, as: 'media' }
  }
  return {
    send: async ({ conversationId, clientId, language, what, despiteOptOut = false }) => {
      const shared = { conversationId, clientId, quotedMessageId: null, despiteOptOut }
      const { text } = await catalog.text({
        language,
        categoryId: what.kind === 'category' ? what.categoryId : null,
        productIds: what.kind === 'product' ? [what.productId] : null,
      })
      const isProduct = what.kind === 'product'
      const file = isProduct ? await attachment(await catalog.get({ id: what.productId })) : null
      return outbox.send({ ...shared, body: text, attachment: file })
    },
    picture: async (productId) => {
      const { picture } = await catalog.get({ id: productId })
      if (picture === null) throw new AppError('not-found', 'This product has no picture.')
      return pictures.open(picture)
    },
  }
}
