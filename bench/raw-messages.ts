/** Messages as the library's listener in the page hands them over: plain data, every field that WhatsApp Web serialises. */
import { Random } from './random'
import { textOf } from './texts'

export type RawMessage = Record<string, unknown>

export const ME = '6281100000000@c.us'

/** Seconds since the epoch of the first message. */
const START = 1_790_000_000

export const addressAt = (index: number): string => `62812${String(10_000_000 + index)}@c.us`

/** What most messages carry unused. */
const UNUSED = {
  ...{ viewed: false, invis: false, isNewMsg: true, star: false, kicNotified: false, recvFresh: true },
  ...{ isFromTemplate: false, pollInvalidated: false, isSentCagPollCreation: false, broadcast: false },
  ...{ latestEditMsgKey: null, latestEditSenderTimestampMs: null, mentionedJidList: [], groupMentions: [] },
  ...{ isEventCanceled: false, eventInvalidated: false, isVcardOverMmsDocument: false, isForwarded: false },
  ...{ isQuestion: false, questionReplyQuotedMessage: null, questionResponsesCount: 0 },
  ...{ readQuestionResponsesCount: 0, hasReaction: false, viewMode: 'VISIBLE', lastPlaybackProgress: 0 },
  ...{ productHeaderImageRejected: false, isDynamicReplyButtonsMsg: false, isCarouselCard: false },
  ...{
    parentMsgId: null,
    callSilenceReason: null,
    isVideoCall: false,
    callDuration: null,
    callCreator: null,
  },
  ...{
    callParticipants: null,
    isCallLink: null,
    callLinkToken: null,
    isMdHistoryMsg: false,
    stickerSentTs: 0,
  },
  ...{ isAvatar: false, lastUpdateFromServerTs: 0, invokedBotWid: null, bizBotType: null },
  ...{ botResponseTargetId: null, botPluginType: null, requiresDirectConnection: false },
  ...{ bizContentPlaceholderType: null, hostedBizEncStateMismatch: false },
  ...{ senderOrRecipientAccountTypeHosted: false, placeholderCreatedWhenAccountIsHosted: false, links: [] },
}

function keyOf(random: Random, chat: string, fromMe: boolean) {
  const id = `3EB0${random.hex(18)}`
  return { fromMe, remote: chat, id, _serialized: `${fromMe}_${chat}_${id}` }
}

/** A byte array comes out of the page as an object of its indexes. */
const secret = (random: Random): Record<string, number> =>
  Object.fromEntries(Array.from({ length: 32 }, (_, index) => [String(index), random.below(256)]))

const image = (random: Random): RawMessage => ({
  type: 'image',
  body: random.hex(1200),
  caption: textOf(random),
  mimetype: 'image/jpeg',
  filehash: random.hex(44),
  encFilehash: random.hex(44),
  mediaKey: random.hex(44),
  directPath: `/v/t62.7118-24/${random.hex(60)}?ccb=11-4`,
  size: 40_000 + random.below(400_000),
  width: 1200,
  height: 1600,
})

/**
 * Seven in ten come in; one in ten is a picture, one in twenty answers another. A tenth of the chats has half of the messages.
 * @param from the number of messages before these, for their time.
 */
export function rawMessages(count: number, chats: number, seed: number, from = 0): RawMessage[] {
  const random = new Random(seed)
  const before: RawMessage[] = []
  for (let index = 0; index < count; index++) {
    const chat = addressAt(random.below(random.next() < 0.5 ? Math.ceil(chats / 10) : chats))
    const fromMe = random.next() < 0.3
    const id = keyOf(random, chat, fromMe)
    const quoted = random.next() < 0.05 ? before[random.below(before.length)] : undefined
    before.push({
      id,
      ...UNUSED,
      ...(random.next() < 0.1 ? image(random) : { type: 'chat', body: textOf(random) }),
      t: START + Math.floor((from + index) / 3),
      notifyName: fromMe ? 'Toko Maju' : 'Siti Rahma',
      from: fromMe ? ME : chat,
      to: fromMe ? chat : ME,
      ack: fromMe ? 1 : 0,
      messageSecret: secret(random),
      ...(quoted ? quoteOf(quoted) : {}),
    })
  }
  return before
}

function quoteOf(quoted: RawMessage): RawMessage {
  const { id } = quoted['id'] as { id: string }
  return {
    quotedStanzaID: id,
    quotedParticipant: quoted['from'],
    quotedMsg: { type: 'chat', body: quoted['body'] },
  }
}
