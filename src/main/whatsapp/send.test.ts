/** The function that sends from inside the page, against small pages that take a chosen key, refuse it, or fail. */
import { beforeEach, expect, it } from 'vitest'
import { sendFailure, sendInPage, sendOptions, sentMessage } from './send'
import { TimeoutError } from './failures'
import { WaError } from './types'

interface Message {
  id: { id: string; fromMe: boolean }
  body: string
}

let messages: Message[]
let sends: number
/** What the library's own utility does between taking its options and handing the message over. */
let before: (options: Record<string, unknown>) => void
let after: () => void
/** What is copied out of the page of a message. */
let modelOf: (message: Message) => Message

const MsgKey = { newId: () => 'OWN' }

/** As the library's `sendMessage` does it: options, then an id, then into the chat. */
async function sendMessage(
  chat: unknown,
  content: string,
  options: Record<string, unknown>,
): Promise<Message> {
  before(options)
  const page = globalThis as unknown as { require(name: string): { newId(): string } }
  const id = page.require('WAWebMsgKey').newId()
  sends++
  await Promise.resolve(chat)
  const message = { id: { id, fromMe: true }, body: content }
  messages.push(message)
  after()
  return message
}

let socket: string
const registry = (name: string): unknown =>
  name === 'WAWebMsgKey' ? MsgKey : name === 'WAWebSocketModel' ? { Socket: { state: socket } } : undefined

beforeEach(() => {
  messages = []
  socket = 'CONNECTED'
  sends = 0
  before = () => undefined
  modelOf = (message) => message
  after = () => undefined
  Object.defineProperty(globalThis, 'require', { value: registry, writable: true, configurable: true })
  Object.assign(globalThis, {
    Debug: { VERSION: '2.3000' },
    WWebJS: {
      getChat: (id: string) =>
        Promise.resolve(id === 'none' ? null : { msgs: { getModelsArray: () => messages } }),
      getMessageModel: (message: Message) => modelOf(message),
      sendMessage,
    },
  })
})

const send = (options: Record<string, unknown> = {}): ReturnType<typeof sendInPage> =>
  sendInPage('1@c.us', 'CHOSEN', 'hello', options)

const currentRequire = (): unknown => Reflect.get(globalThis, 'require')

it('sends under the chosen key and leaves the page as it was', async () => {
  const answer = await send()
  expect(sentMessage(answer)).toMatchObject({ id: { id: 'CHOSEN' }, body: 'hello' })
  expect(currentRequire()).toBe(registry)
  expect(MsgKey.newId()).toBe('OWN')
})

it('sends nothing where the key is in the chat already', async () => {
  await send()
  expect(await send()).toMatchObject({ kind: 'sent' })
  expect(sends).toBe(1)
})

it('says which id it became where the page refuses the key', async () => {
  Object.defineProperty(globalThis, 'require', { value: registry, writable: false, configurable: true })
  expect(sentMessage(await send())).toMatchObject({ id: { id: 'OWN' } })
})

it('goes without a preview that fails, once', async () => {
  before = (options) => {
    if (options['linkPreview'] === true) throw new Error('no preview')
  }
  expect(sentMessage(await send({ linkPreview: true }))).toMatchObject({ id: { id: 'CHOSEN' } })
  expect(sends).toBe(1)
  expect(currentRequire()).toBe(registry)
})

it('is refused where nothing came into the chat', async () => {
  before = () => {
    throw new Error('not allowed for 6281234567890@c.us')
  }
  const answer = await send()
  expect(answer.kind).toBe('refused')
  expect(() => sentMessage(answer)).toThrow('not allowed for <chat>')
  expect(currentRequire()).toBe(registry)
})

it('is sent where it is in the chat, whatever was thrown after', async () => {
  after = () => {
    throw new Error('late')
  }
  expect(await send({ linkPreview: true })).toMatchObject({ kind: 'sent' })
  expect(sends).toBe(1)
})

it('is in doubt, not refused, where it is in the chat and can not be read', async () => {
  modelOf = () => {
    throw new Error('a field that is no more')
  }
  for (const answer of [await send(), await send()])
    expect(() => sentMessage(answer)).toThrow(expect.objectContaining({ code: 'uncertain' }))
  expect(sends).toBe(1)
})

it('does not know where a page with ids of its own fails', async () => {
  Object.defineProperty(globalThis, 'require', { value: registry, writable: false, configurable: true })
  after = () => {
    throw new Error('late')
  }
  const answer = await send({ linkPreview: true })
  expect(() => sentMessage(answer)).toThrow(expect.objectContaining({ code: 'uncertain' }))
  expect(sends).toBe(1)
})

it('knows a chat that is not there', async () => {
  const answer = await sendInPage('none', 'CHOSEN', 'hello', {})
  expect(() => sentMessage(answer)).toThrow(expect.objectContaining({ code: 'no-such-chat' }))
})

it('does nothing in a page that is not connected, or not ready', async () => {
  socket = 'OPENING'
  const answer = await send()
  expect(() => sentMessage(answer)).toThrow(expect.objectContaining({ code: 'not-connected' }))
  socket = 'CONNECTED'
  Object.assign(globalThis, { WWebJS: undefined })
  expect(await send()).toEqual({ kind: 'not-ready' })
  expect(sends).toBe(0)
})

it("calls a call without an answer uncertain, and the page's own error refused", () => {
  expect(sendFailure(new TimeoutError('late')).code).toBe('uncertain')
  expect(sendFailure(new Error('Execution context was destroyed')).code).toBe('uncertain')
  expect(sendFailure(new Error('Protocol error: Target closed')).code).toBe('uncertain')
  expect(sendFailure(new Error('media-fault')).code).toBe('refused')
  expect(sendFailure(new WaError('not-connected', 'x')).code).toBe('not-connected')
})

it('asks for a preview only where there is a link, and never for a card', () => {
  const message = {
    chat: '1@c.us',
    key: 'K',
    body: 'see https://example.com',
    attachment: null,
    quotedId: null,
  }
  expect(sendOptions(message).options).toMatchObject({ linkPreview: true, parseVCards: false })
  expect(sendOptions({ ...message, body: 'hello' }).options['linkPreview']).toBeUndefined()
})

it('makes voice notes and documents of what is to be one', () => {
  const attachment = { mime: 'audio/ogg', name: null, data: new Uint8Array([1, 2, 3]), as: 'voice' as const }
  const { content, options } = sendOptions({
    chat: '1@c.us',
    key: 'K',
    body: null,
    attachment,
    quotedId: 'Q',
  })
  expect(content).toBe('')
  expect(options).toMatchObject({
    media: { mimetype: 'audio/ogg', data: 'AQID' },
    sendAudioAsVoice: true,
    sendMediaAsDocument: false,
    quotedMessageId: 'Q',
    caption: undefined,
  })
})
