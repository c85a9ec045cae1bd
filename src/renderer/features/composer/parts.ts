/** What a draft becomes: its messages, each with the id that makes it one message however often it is handed over. Pure. */
import type { Message } from '../../../contract'
import type { Draft } from '../../stores/drafts'

/** One message on its way to the app. It never changes: what is tried again is the same under the same id. */
export interface Piece {
  clientId: string
  /** The same for all messages of one draft. */
  draftId: string
  file: File | null
  body: string
  quoted: Message | null
  /** A person said that it goes though who gets it asked not to be written to. */
  despiteOptOut?: boolean
}

/** One message for a text, else one per file; caption and quote go with the first. */
export function piecesOf({ text, files, quoted }: Draft, newId: () => string): Piece[] {
  const body = text.trim()
  const draftId = newId()
  if (files.length === 0) return body === '' ? [] : [{ clientId: newId(), draftId, file: null, body, quoted }]
  return files.map((file, index) => {
    const first = index === 0
    return { clientId: newId(), draftId, file, body: first ? body : '', quoted: first ? quoted : null }
  })
}

/** How WhatsApp should take the file: as something to look at or hear, or as a document. */
export const kindOf = (mime: string): 'media' | 'document' =>
  /^(image|video|audio)\//.test(mime) ? 'media' : 'document'

/**
 * The app said no to this piece: it and what followed it of the same draft go back to be written anew; others go on.
 * @returns both, in their order.
 */
export function splitRefused(pieces: readonly Piece[], refused: Piece): { back: Piece[]; left: Piece[] } {
  const isBack = (piece: Piece): boolean => piece.draftId === refused.draftId
  return { back: pieces.filter(isBack), left: pieces.filter((piece) => !isBack(piece)) }
}

/** The field with what came back in front of what was written since: neither is lost. */
export function backInField(pieces: readonly Piece[], now: Draft): Draft {
  return {
    text: [...pieces.map(({ body }) => body), now.text].filter((text) => text !== '').join('\n'),
    quoted: pieces.find(({ quoted }) => quoted !== null)?.quoted ?? now.quoted,
    files: [...pieces.flatMap(({ file }) => file ?? []), ...now.files],
  }
}
