/** Sends a draft: files first into the app's hands, then one message each, the text as the first one's caption. */
import type { Message } from '../../../contract'
import { client, problemOf, upload } from '../../client'
import { problemText } from '../../lib/attempt'
import type { Draft } from '../../stores/drafts'
import { takeMessages } from '../../stores/thread'
import { toast } from '../../ui'

export interface Part {
  file: File | null
  body: string
  quotedMessageId: number | null
}

/** One message for a text, else one per file; caption and quote go with the first. */
export function partsOf({ text, files, quoted }: Draft): Part[] {
  const body = text.trim()
  const quotedMessageId = quoted?.id ?? null
  if (files.length === 0) return body === '' ? [] : [{ file: null, body, quotedMessageId }]
  return files.map((file, index) =>
    index === 0 ? { file, body, quotedMessageId } : { file, body: '', quotedMessageId: null },
  )
}

/** How WhatsApp should take the file: as something to look at or hear, or as a document. */
export const kindOf = (mime: string): 'media' | 'document' =>
  /^(image|video|audio)\//.test(mime) ? 'media' : 'document'

/** Sends all parts in order; answers the draft that is left where one failed, which the person has been told. */
export async function send(conversationId: string, draft: Draft): Promise<Draft | null> {
  const parts = partsOf(draft)
  for (const [index, part] of parts.entries()) {
    try {
      const attachment =
        part.file === null
          ? null
          : { uploadId: (await upload(part.file)).uploadId, as: kindOf(part.file.type) }
      const message: Message = await client.messages.send({
        conversationId,
        clientId: crypto.randomUUID(),
        body: part.body,
        quotedMessageId: part.quotedMessageId,
        attachment,
      })
      takeMessages([message])
    } catch (error) {
      toast(problemText(problemOf(error)))
      return index === 0 ? draft : { text: '', quoted: null, files: draft.files.slice(index) }
    }
  }
  return null
}
