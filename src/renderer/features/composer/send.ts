/**
 * Sends what was written: files first into the app's hands, then one message each, one behind the other. What the app could not be
 * asked about may have arrived: it stays as it is, under its own id, and goes again once the app is reached. What the app said no to
 * goes back into the field.
 */
import type { Message } from '../../../contract'
import { client, onOnline, problemOf, upload } from '../../client'
import { problemText } from '../../lib/attempt'
import { useSetup } from '../../stores/app'
import { EMPTY_DRAFT, setDraft, useDrafts, type Draft } from '../../stores/drafts'
import { takeMessages } from '../../stores/thread'
import { toast } from '../../ui/toast'
import { backInField, kindOf, piecesOf, splitRefused, type Piece } from './parts'
import { removePiece, setUnsent, unsentOf, useUnsent } from './unsent'

/** Conversations of which something is being sent. */
const sending = new Set<string>()
/** Those of which it is to be tried once more should it not be answered. */
const again = new Set<string>()
/** Pieces that may have arrived: they keep their id until the app has said yes to them. */
const inDoubt = new Set<string>()
let watching = false

export function send(conversationId: string, draft: Draft, despiteOptOut = false): void {
  const pieces = piecesOf(draft, () => crypto.randomUUID()).map((piece) => ({ ...piece, despiteOptOut }))
  setUnsent(conversationId, { pieces: [...unsentOf(conversationId).pieces, ...pieces] })
  void sendAll(conversationId)
}

/** Tries now what waits. */
export function sendAgain(conversationId: string): void {
  if (sending.has(conversationId)) again.add(conversationId)
  else void sendAll(conversationId)
}

async function sendAll(conversationId: string): Promise<void> {
  if (sending.has(conversationId)) return
  sending.add(conversationId)
  try {
    for (let piece = next(conversationId); piece; piece = next(conversationId)) {
      again.delete(conversationId)
      if ((await hand(conversationId, piece)) === 'answered') continue
      setUnsent(conversationId, { waiting: true })
      watch()
      if (!again.has(conversationId)) break
    }
  } finally {
    sending.delete(conversationId)
  }
}

const next = (conversationId: string): Piece | undefined => unsentOf(conversationId).pieces[0]

const sendAllAgain = (): void => Object.keys(useUnsent.getState().unsent).forEach(sendAgain)

/** From the first loss on, whatever waits goes whenever the app is reached again, and once it is open. */
function watch(): void {
  if (watching) return
  watching = true
  onOnline(sendAllAgain)
  useSetup.subscribe(({ status }, before) => {
    if (status?.stage === 'open' && before.status?.stage !== 'open') sendAllAgain()
  })
}

/** The app was not asked: it could not be reached, or is still locked or opening. */
const UNASKED = new Set<string>(['offline', 'locked'])

async function hand(conversationId: string, piece: Piece): Promise<'answered' | 'unanswered'> {
  const { clientId, file, body, quoted, despiteOptOut = false } = piece
  let message: Message
  try {
    const attachment =
      file === null ? null : { uploadId: (await upload(file)).uploadId, as: kindOf(file.type) }
    const quotedMessageId = quoted?.id ?? null
    const sent = { conversationId, clientId, body, quotedMessageId, attachment, despiteOptOut }
    message = await client.messages.send(sent)
  } catch (error) {
    const problem = problemOf(error)
    if (UNASKED.has(problem.code)) {
      inDoubt.add(clientId)
      return 'unanswered'
    }
    toast(problemText(problem))
    // Back in the field it would go under a new id, and twice if it had arrived.
    if (inDoubt.has(clientId)) return 'unanswered'
    const { back, left } = splitRefused(unsentOf(conversationId).pieces, piece)
    setUnsent(conversationId, { pieces: left })
    setDraft(conversationId, backInField(back, useDrafts.getState().drafts[conversationId] ?? EMPTY_DRAFT))
    return 'answered'
  }
  inDoubt.delete(clientId)
  removePiece(conversationId, clientId)
  takeMessages([message])
  return 'answered'
}
