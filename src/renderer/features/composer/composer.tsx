/** Where an answer is written: text, emoji, files by button, drop or paste; what waits is said plainly. */
import { Clock, FileText, Paperclip, SendHorizontal, X } from 'lucide-react'
import {
  useEffect,
  useMemo,
  useRef,
  useState,
  type ClipboardEvent,
  type DragEvent,
  type KeyboardEvent,
} from 'react'
import { useTranslation } from 'react-i18next'
import { MOST_TEXT, type Conversation } from '../../../contract'
import { cx } from '../../lib/cx'
import { useFormat } from '../../lib/format'
import { useAccounts } from '../../stores/app'
import { EMPTY_DRAFT, setDraft, useDrafts } from '../../stores/drafts'
import { useMayLink } from '../../stores/rights'
import { Button, Confirm, IconButton } from '../../ui'
import { giveHelp } from '../account/help'
import { sendingOf, type Sending } from '../account/view'
import { assistantHears } from '../assistant'
import { SendCatalogButton } from '../catalog'
import { useCommand } from '../commands/registry'
import { isOptedOut, OptedOut, useContact } from '../contacts'
import { usePreview } from '../inbox/preview'
import { EmojiPicker } from './emoji'
import { COMPOSER_ID, focusComposer, useWishedFocus } from './focus'
import { send } from './send'
import { WaitingPieces } from './waiting'

const TALLEST = 200

function FilePreview({ file, onRemove }: { file: File; onRemove: () => void }) {
  const { t } = useTranslation()
  const format = useFormat()
  const picture = file.type.startsWith('image/')
  const url = useMemo(() => (picture ? URL.createObjectURL(file) : null), [file, picture])
  useEffect(
    () => () => {
      if (url !== null) URL.revokeObjectURL(url)
    },
    [url],
  )
  return (
    <li className="flex w-52 items-center gap-2 rounded-control border border-line bg-surface-2 p-1.5">
      {url === null ? (
        <span
          aria-hidden
          className="flex size-10 shrink-0 items-center justify-center rounded-control bg-surface-3 text-text-2"
        >
          <FileText className="size-5" />
        </span>
      ) : (
        <img src={url} alt="" className="size-10 shrink-0 rounded-control object-cover" />
      )}
      <span className="min-w-0 grow">
        <span className="block truncate text-small font-medium">{file.name}</span>
        <span className="numeric block text-meta text-text-3">{format.bytes(file.size)}</span>
      </span>
      <IconButton
        size="sm"
        label={t('composer.removeFile', { name: file.name })}
        icon={<X aria-hidden className="size-4" />}
        onClick={onRemove}
      />
    </li>
  )
}

/** Why what is sent now does not go now. */
const WAITS: Record<Exclude<Sending, 'now'>, string> = {
  offline: 'composer.waits',
  unlinked: 'composer.unlinked',
  paused: 'composer.paused',
  limited: 'composer.limited',
}

export interface ComposerProps {
  conversation: Conversation
  name: string
}

export function Composer({ conversation, name }: ComposerProps) {
  const { t } = useTranslation()
  const preview = usePreview()
  const id = conversation.id
  const draft = useDrafts((state) => state.drafts[id]) ?? EMPTY_DRAFT
  const account = useAccounts((state) => state.accounts?.find((one) => one.id === conversation.accountId))
  const sending = sendingOf(account)
  const mayLink = useMayLink(account)
  const [dropping, setDropping] = useState(false)
  const area = useRef<HTMLTextAreaElement>(null)
  const picker = useRef<HTMLInputElement>(null)
  useCommand('reply', focusComposer)
  useWishedFocus(id)

  // The field grows with the text.
  useEffect(() => {
    const box = area.current
    if (!box) return
    box.style.height = 'auto'
    box.style.height = `${Math.min(TALLEST, box.scrollHeight)}px`
  }, [draft.text])

  const empty = draft.text.trim() === '' && draft.files.length === 0
  const addFiles = (files: Iterable<File>) => {
    const list = [...files]
    if (list.length > 0) setDraft(id, { files: [...draft.files, ...list] })
    focusComposer()
  }
  const { value: contact } = useContact(conversation.contactId)
  const optedOut = isOptedOut(contact)
  const [asking, setAsking] = useState(false)
  const goNow = () => {
    setDraft(id, EMPTY_DRAFT)
    focusComposer()
    send(id, draft, optedOut)
  }
  const go = () => {
    if (empty) return
    if (optedOut) setAsking(true)
    else goNow()
  }
  const insert = (text: string) => {
    const box = area.current
    if (!box) return
    const { selectionStart, selectionEnd } = box
    setDraft(id, { text: draft.text.slice(0, selectionStart) + text + draft.text.slice(selectionEnd) })
    requestAnimationFrame(() => {
      box.focus()
      box.setSelectionRange(selectionStart + text.length, selectionStart + text.length)
    })
  }
  const press = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) {
      event.preventDefault()
      go()
    }
    if (event.key === 'Escape' && draft.quoted !== null) {
      event.stopPropagation()
      event.preventDefault()
      setDraft(id, { quoted: null })
    }
  }
  const paste = (event: ClipboardEvent) => {
    const files = [...event.clipboardData.files]
    if (files.length === 0) return
    event.preventDefault()
    addFiles(files)
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setDropping(false)
    addFiles(event.dataTransfer.files)
  }
  return (
    <section
      aria-label={t('composer.name')}
      className={cx('shrink-0 border-t border-line bg-surface-1 px-4 py-3', dropping && 'bg-accent-soft')}
      onDragOver={(event) => {
        event.preventDefault()
        setDropping(true)
      }}
      onDragLeave={() => setDropping(false)}
      onDrop={drop}
    >
      <div className="mx-auto flex max-w-[848px] flex-col gap-2">
        {sending !== 'now' && (
          <p role="status" className="flex items-center gap-2 text-small text-warning">
            <Clock aria-hidden className="size-3.5 shrink-0" />
            <span className="grow">{t(WAITS[sending])}</span>
            {account && mayLink && sending === 'unlinked' && (
              <Button size="sm" onClick={() => giveHelp(account, 'link')}>
                {t('account.help.link')}
              </Button>
            )}
          </p>
        )}
        <OptedOut contact={contact} name={name} />
        <WaitingPieces conversationId={id} />
        {draft.quoted !== null && (
          <div className="flex items-center gap-2 rounded-control border-l-[3px] border-accent bg-surface-2 py-1 pr-1 pl-2">
            <span className="min-w-0 grow">
              <span className="block text-meta font-semibold text-accent-text">
                {t('composer.replyTo', { name: draft.quoted.direction === 'out' ? t('thread.you') : name })}
              </span>
              <span dir="auto" className="block truncate text-start text-small text-text-2">
                {preview(draft.quoted)}
              </span>
            </span>
            <IconButton
              size="sm"
              label={t('composer.cancelReply')}
              icon={<X aria-hidden className="size-4" />}
              onClick={() => {
                setDraft(id, { quoted: null })
                focusComposer()
              }}
            />
          </div>
        )}
        {draft.files.length > 0 && (
          <ul aria-label={t('composer.files')} className="flex flex-wrap gap-2">
            {draft.files.map((file, index) => (
              <FilePreview
                key={`${file.name}-${file.lastModified}-${index}`}
                file={file}
                onRemove={() => setDraft(id, { files: draft.files.filter((one) => one !== file) })}
              />
            ))}
          </ul>
        )}
        <div className="flex items-end gap-1 rounded-card border border-line-strong/70 bg-surface-1 p-1 focus-within:border-accent focus-within:ring-1 focus-within:ring-accent">
          <IconButton
            label={t('composer.attach')}
            side="top"
            icon={<Paperclip aria-hidden className="size-[18px]" />}
            onClick={() => picker.current?.click()}
          />
          {conversation.kind === 'person' && <SendCatalogButton conversation={conversation} />}
          <EmojiPicker onPick={insert} />
          <input
            ref={picker}
            type="file"
            multiple
            hidden
            onChange={(event) => {
              addFiles(event.currentTarget.files ?? [])
              event.currentTarget.value = ''
            }}
          />
          <textarea
            ref={area}
            id={COMPOSER_ID}
            dir="auto"
            rows={1}
            value={draft.text}
            maxLength={MOST_TEXT}
            aria-label={t('composer.message', { name })}
            placeholder={t(draft.files.length > 0 ? 'composer.caption' : 'composer.placeholder')}
            onChange={(event) => {
              setDraft(id, { text: event.currentTarget.value })
              assistantHears(id)
            }}
            onKeyDown={press}
            onPaste={paste}
            className="min-w-0 grow resize-none bg-transparent px-1.5 py-1.5 text-body outline-none"
          />
          <IconButton
            label={t('composer.send')}
            hint="Enter"
            side="top"
            icon={<SendHorizontal aria-hidden className="size-[18px]" />}
            disabled={empty}
            onClick={go}
            primary={!empty}
          />
        </div>
      </div>
      <Confirm
        open={asking}
        onClose={() => setAsking(false)}
        title={t('composer.sendDespite', { name })}
        text={t('composer.sendDespiteText')}
        action={t('composer.sendAnyway')}
        danger
        onConfirm={goNow}
      />
    </section>
  )
}
