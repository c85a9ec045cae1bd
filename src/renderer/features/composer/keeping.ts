/**
 * Keeps what is being written in the app's database, and has it back after a reload, a kill or a restart. Written at most once a second,
 * and at once when the field or the chat is left. What was sent stays kept until the app has it: a kill between loses nothing.
 */
import { client, onEvent, onOnline, problemOf } from '../../client'
import { useSetup } from '../../stores/app'
import { EMPTY_DRAFT, setDraft, useDrafts } from '../../stores/drafts'
import { useNavigation } from '../../stores/navigation'
import { COMPOSER_ID } from './focus'
import { unsentOf, useUnsent } from './unsent'

/** Between two writings, ms. */
const PAUSE = 1_000
const PAGE = 200
/** The app can't be asked now: what is to be written stays so. */
const LATER = new Set<string>(['offline', 'locked'])

/** Conversations whose draft is another one than is kept. */
const changed = new Set<string>()
let timer: ReturnType<typeof setTimeout> | null = null

const isOpen = (): boolean => useSetup.getState().status?.stage === 'open'

async function keep(conversationId: string): Promise<void> {
  changed.delete(conversationId)
  const { text, quoted } = useDrafts.getState().drafts[conversationId] ?? EMPTY_DRAFT
  try {
    await client.conversations.setDraft({ conversationId, text, quotedMessageId: quoted?.id ?? null })
  } catch (error) {
    if (!LATER.has(problemOf(error).code)) throw error
    changed.add(conversationId)
  }
}

/** Writes what changed, but for chats of which something sent is not in the app's hands yet. */
function keepNow(): void {
  if (timer !== null) clearTimeout(timer)
  timer = null
  if (!isOpen()) return
  for (const id of changed) if (unsentOf(id).pieces.length === 0) keep(id).catch(reportError)
}

function keepSoon(): void {
  timer ??= setTimeout(keepNow, PAUSE)
}

/** What is in the field already is newer than what was kept. */
async function readDrafts(): Promise<void> {
  let cursor: string | null = null
  do {
    const page: Awaited<ReturnType<typeof client.conversations.drafts>> = await client.conversations.drafts({
      cursor,
      limit: PAGE,
    })
    for (const { conversationId, text, quoted } of page.items) {
      if (useDrafts.getState().drafts[conversationId] || changed.has(conversationId)) continue
      setDraft(conversationId, { text, quoted })
      changed.delete(conversationId)
    }
    cursor = page.next
  } while (cursor !== null)
}

function read(): void {
  if (!isOpen()) return
  readDrafts().catch((error: unknown) => {
    if (!LATER.has(problemOf(error).code)) reportError(error)
  })
}

export function startDrafts(): void {
  useDrafts.subscribe(({ drafts }, { drafts: before }) => {
    for (const id of new Set([...Object.keys(drafts), ...Object.keys(before)])) {
      const [now, then] = [drafts[id] ?? EMPTY_DRAFT, before[id] ?? EMPTY_DRAFT]
      if (now.text !== then.text || now.quoted?.id !== then.quoted?.id) changed.add(id)
    }
    if (changed.size > 0) keepSoon()
  })
  // The last of what was sent has arrived, or came back into the field.
  useUnsent.subscribe(keepNow)
  useNavigation.subscribe(({ place }, before) => {
    if (place !== before.place) keepNow()
  })
  addEventListener('pagehide', keepNow)
  document.addEventListener('focusout', ({ target }) => {
    if (target instanceof Element && target.id === COMPOSER_ID) keepNow()
  })
  onOnline(() => {
    keepNow()
    read()
  })
  useSetup.subscribe(({ status }, before) => {
    if (status?.stage !== 'open' || before.status?.stage === 'open') return
    keepNow()
    read()
  })
  // Erased, or joined into another chat, whose field has it then.
  onEvent('conversation-gone', ({ conversationId }) => {
    if (!useDrafts.getState().drafts[conversationId]) return
    setDraft(conversationId, EMPTY_DRAFT)
    changed.delete(conversationId)
    read()
  })
}
