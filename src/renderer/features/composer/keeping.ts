/**
 * Keeps what is being written in the app's database, and has it back after a reload, a kill or a restart. Written at most once a second,
 * and at once when the field or the chat is left. What was sent stays kept until the app has it: a kill between loses nothing. Whatever
 * nobody changes in this window is as the database has it, which another window writes too.
 */
import { client, onEvent, onOnline, problemOf } from '../../client'
import { useSetup } from '../../stores/app'
import { EMPTY_DRAFT, setDraft, useDrafts, type Draft } from '../../stores/drafts'
import { useNavigation } from '../../stores/navigation'
import { COMPOSER_ID } from './focus'
import { unsentOf, useUnsent } from './unsent'

/** Between two writings, ms. */
const PAUSE = 1_000
const PAGE = 200
/** The app can't be asked now: what is to be written stays so. */
const LATER = new Set<string>(['offline', 'locked'])

type Kept = Pick<Draft, 'text' | 'quoted'>
const NOTHING: Kept = { text: '', quoted: null }

/** Conversations whose draft is another one than is kept. */
const changed = new Set<string>()
/** Written since the reading under way began, which may say what was there before. */
const moved = new Set<string>()
/** What was kept when this window came is known. Until then nothing is written, for it would go over that. */
let isKnown = false
let reading: 'no' | 'once' | 'again' = 'no'
let timer: ReturnType<typeof setTimeout> | null = null

const isOpen = (): boolean => useSetup.getState().status?.stage === 'open'
const draftOf = (conversationId: string): Draft => useDrafts.getState().drafts[conversationId] ?? EMPTY_DRAFT
const isSame = (one: Kept, other: Kept): boolean =>
  one.text === other.text && one.quoted?.id === other.quoted?.id

async function keep(conversationId: string): Promise<void> {
  changed.delete(conversationId)
  moved.add(conversationId)
  const { text, quoted } = draftOf(conversationId)
  try {
    await client.conversations.setDraft({ conversationId, text, quotedMessageId: quoted?.id ?? null })
  } catch (error) {
    const { code } = problemOf(error)
    // Of a chat that was erased meanwhile nothing is to be kept.
    if (code === 'not-found') return
    changed.add(conversationId)
    if (!LATER.has(code)) throw error
  } finally {
    moved.add(conversationId)
  }
}

/** Writes what changed, but for chats of which something sent is not in the app's hands yet. */
function keepNow(): void {
  if (timer !== null) clearTimeout(timer)
  timer = null
  if (!isOpen() || !isKnown) return
  for (const id of changed) if (unsentOf(id).pieces.length === 0) keep(id).catch(reportError)
}

function keepSoon(): void {
  timer ??= setTimeout(keepNow, PAUSE)
}

/** What the database has of a chat, nothing among it. */
function take(conversationId: string, kept: Kept): void {
  const now = draftOf(conversationId)
  if (changed.has(conversationId) || moved.has(conversationId)) {
    // Typed before it was known what was kept: both stay. Later, what is in the field is newer.
    if (!isKnown && !now.text.startsWith(kept.text))
      setDraft(conversationId, { text: `${kept.text}\n${now.text}`.trimEnd() })
    return
  }
  if (isSame(kept, now)) return
  setDraft(conversationId, kept)
  changed.delete(conversationId)
}

async function readDrafts(): Promise<void> {
  moved.clear()
  const found = new Set<string>()
  let cursor: string | null = null
  do {
    const page: Awaited<ReturnType<typeof client.conversations.drafts>> = await client.conversations.drafts({
      cursor,
      limit: PAGE,
    })
    for (const { conversationId, ...kept } of page.items) {
      found.add(conversationId)
      take(conversationId, kept)
    }
    cursor = page.next
  } while (cursor !== null)
  // Sent or emptied in another window.
  for (const id of Object.keys(useDrafts.getState().drafts)) if (!found.has(id)) take(id, NOTHING)
}

/** One after the other; whoever asks meanwhile is answered by another. */
async function read(): Promise<void> {
  if (!isOpen()) return
  if (reading !== 'no') {
    reading = 'again'
    return
  }
  reading = 'once'
  try {
    await readDrafts()
    isKnown = true
  } catch (error) {
    if (!LATER.has(problemOf(error).code)) reportError(error)
  }
  const again = (reading as string) === 'again'
  reading = 'no'
  keepNow()
  if (again) await read()
}

function readSoon(): void {
  keepNow()
  read().catch(reportError)
}

export function startDrafts(): void {
  useDrafts.subscribe(({ drafts }, { drafts: before }) => {
    for (const id of new Set([...Object.keys(drafts), ...Object.keys(before)])) {
      if (isSame(drafts[id] ?? EMPTY_DRAFT, before[id] ?? EMPTY_DRAFT)) continue
      changed.add(id)
    }
    if (changed.size > 0) keepSoon()
  })
  // The last of what was sent has arrived, or came back into the field.
  useUnsent.subscribe(keepNow)
  useNavigation.subscribe(({ place }, before) => {
    if (place !== before.place) keepNow()
  })
  addEventListener('pagehide', keepNow)
  addEventListener('focus', readSoon)
  document.addEventListener('focusout', ({ target }) => {
    if (target instanceof Element && target.id === COMPOSER_ID) keepNow()
  })
  onOnline(readSoon)
  useSetup.subscribe(({ status }, before) => {
    if (status?.stage === 'open' && before.status?.stage !== 'open') readSoon()
  })
  // Erased, or joined into another chat, which has both drafts then.
  onEvent('conversation-gone', ({ conversationId }) => {
    if (!useDrafts.getState().drafts[conversationId]) return
    setDraft(conversationId, EMPTY_DRAFT)
    changed.delete(conversationId)
    readSoon()
  })
}
