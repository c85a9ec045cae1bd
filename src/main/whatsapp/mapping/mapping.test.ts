/** Addresses, chats, people and the smaller events, mapped. */
import { expect, it } from 'vitest'
import { addressOfPhone, phoneOf } from './address'
import { mapChat, mapIdentity } from './chat'
import { mapAck, mapCall, mapEdit, mapReaction, mapRevoke, mapVote, percentOf } from './events'
import { innerIdOf, timeOf } from './raw'

const NOW = 1_800_000_000_000
const id = { fromMe: false, remote: '6281@c.us', id: 'AA', _serialized: 'false_6281@c.us_AA' }

it('reads a phone out of a phone address only', () => {
  expect(phoneOf('6281234567@c.us')).toBe('+6281234567')
  for (const address of ['6281234567@lid', '6281234567@g.us', '12@c.us', null])
    expect(phoneOf(address)).toBeNull()
  expect(addressOfPhone('+62 812-345 67')).toBe('6281234567@c.us')
  for (const phone of ['hello', '', '+12', '1'.repeat(16)]) expect(addressOfPhone(phone)).toBeNull()
})

it('reads inner ids and times in all their forms', () => {
  expect(innerIdOf({ id: 'AA' })).toBe('AA')
  expect(innerIdOf('false_6281@c.us_AA')).toBe('AA')
  expect(innerIdOf('true_1-2@g.us_BB_6281@c.us')).toBe('BB')
  expect(innerIdOf({ _serialized: 'false_6281@c.us_AA' })).toBe('AA')
  expect(innerIdOf(null)).toBeNull()
  expect([
    timeOf(1_700_000),
    timeOf(1_700_000_000),
    timeOf(1_700_000_000_123),
    timeOf(0),
    timeOf('x'),
  ]).toEqual([1_700_000_000_000, 1_700_000_000_000, 1_700_000_000_123, null, null])
})

it('maps a chat with its person', () => {
  const person = {
    lid: '99@lid',
    contact: { name: 'Budi S', pushname: 'budi', isMyContact: true, isBlocked: false },
  }
  const row = {
    id: '6281234@c.us',
    title: 'Budi S',
    t: 1_700_000_000,
    unread: 3,
    archived: true,
    pin: 17,
    mute: -1,
    person,
  }
  expect(mapChat(row)).toEqual({
    address: '6281234@c.us',
    kind: 'person',
    title: 'Budi S',
    identity: {
      phone: '+6281234',
      lid: '99@lid',
      savedName: 'Budi S',
      pushName: 'budi',
      isSaved: true,
      isBusiness: false,
      isBlocked: false,
    },
    lastActivityAt: 1_700_000_000_000,
    unread: 3,
    archived: true,
    pinned: true,
    mutedUntil: 8.64e15,
  })
  expect(mapChat({ id: '1-2@g.us', title: 'Team', unread: -1 })).toMatchObject({
    kind: 'group',
    identity: null,
    unread: 1,
    lastActivityAt: 0,
    mutedUntil: null,
    pinned: false,
  })
  expect(mapChat({ id: '120@newsletter' })).toBeNull()
  expect(mapChat(null)).toBeNull()
})

it('knows somebody by LID alone until WhatsApp tells the phone', () => {
  expect(mapIdentity('123456789@lid', {})).toMatchObject({
    phone: null,
    lid: '123456789@lid',
    isSaved: false,
  })
  expect(mapIdentity('123456789@lid', { phone: { _serialized: '6281234@c.us' } }).phone).toBe('+6281234')
  expect(
    mapIdentity('6281234@c.us', { contact: { name: 'kept back', isMyContact: false } }).savedName,
  ).toBeNull()
  expect(
    mapIdentity('6281234@c.us', { contact: { verifiedName: 'Shop Ltd', isBusiness: true } }),
  ).toMatchObject({
    pushName: 'Shop Ltd',
    isBusiness: true,
  })
})

it('maps acks and revocations', () => {
  expect(mapAck({ id }, 3, NOW)).toEqual({ type: 'ack', key: 'AA', chat: '6281@c.us', ack: 3, at: NOW })
  expect(mapAck({ id: { ...id, remote: 'status@broadcast' } }, 3, NOW)).toBeNull()
  expect(mapRevoke({ id, protocolMessageKey: { id: 'ORIGINAL' } }, true, NOW)).toMatchObject({
    key: 'ORIGINAL',
    everyone: true,
  })
  expect(mapRevoke({ id, protocolMessageKey: { id: 'OTHER' } }, false, NOW)).toMatchObject({
    key: 'AA',
    everyone: false,
  })
})

it('takes for an edit only what is one', () => {
  const edited = { id, type: 'chat', latestEditSenderTimestampMs: 1_700_000_000_500 }
  expect(mapEdit(edited, 'new', 'old', NOW)).toMatchObject({ key: 'AA', body: 'new', at: 1_700_000_000_500 })
  expect(mapEdit({ id, type: 'chat' }, 'new', 'old', NOW)).toMatchObject({ at: NOW })
  const decrypted = { id, type: 'chat', latestEditSenderTimestampMs: null, latestEditMsgKey: null }
  expect(mapEdit(decrypted, 'decrypted', undefined, NOW)).toBeNull()
  expect(mapEdit(decrypted, 'decrypted', '', NOW)).toBeNull()
  expect(mapEdit({ id, type: 'revoked' }, '', 'old', NOW)).toBeNull()
  const image = { id, type: 'image', directPath: '/x', caption: 'caption' }
  expect(mapEdit(image, 'THUMBNAIL', 'OLDER', NOW)).toBeNull()
  expect(mapEdit(image, 'caption', 'old', NOW)).toMatchObject({ body: 'caption' })
})

it('maps reactions, and taking them back', () => {
  const row = {
    id: { fromMe: false },
    parentMsgKey: id,
    senderUserJid: '6281@c.us',
    reactionText: '👍',
    timestamp: 1_700_000_000,
  }
  expect(mapReaction(row, new Set(), NOW)).toEqual({
    type: 'reaction',
    key: 'AA',
    chat: '6281@c.us',
    sender: '6281@c.us',
    fromMe: false,
    emoji: '👍',
    at: 1_700_000_000_000,
  })
  expect(mapReaction({ ...row, reactionText: '' }, new Set(['6281@c.us']), NOW)).toMatchObject({
    emoji: null,
    fromMe: true,
  })
  expect(mapReaction({ ...row, parentMsgKey: undefined }, new Set(), NOW)).toBeNull()
})

it('maps votes, without options that the poll does not have', () => {
  const parentMessage = {
    pollOptions: [
      { name: 'red', localId: 0 },
      { name: 'blue', localId: 1 },
    ],
  }
  const vote = {
    parentMsgKey: id,
    senderUserJid: '6281@c.us',
    parentMessage,
    senderTimestampMs: 1_700_000_000_000,
  }
  expect(mapVote({ ...vote, selectedOptionLocalIds: [1, 7] }, NOW)).toMatchObject({
    key: 'AA',
    options: ['blue'],
  })
  expect(mapVote({ ...vote, selectedOptionLocalIds: { 0: 0, 1: 1 } }, NOW)?.options).toEqual(['red', 'blue'])
  expect(mapVote({ ...vote, selectedOptionLocalIds: [], parentMessage: null }, NOW)?.options).toEqual([])
})

it('maps calls that come in', () => {
  expect(mapCall({ id: 'C', peerJid: '6281@c.us', isVideo: true }, NOW)).toEqual({
    type: 'call',
    id: 'C',
    from: '6281@c.us',
    video: true,
    at: NOW,
  })
  expect(mapCall({ id: 'C', peerJid: '6281@c.us', outgoing: true }, NOW)).toBeNull()
})

it('keeps percents within 0 and 100', () => {
  expect([percentOf(-5), percentOf('40'), percentOf(140), percentOf(undefined)]).toEqual([0, 40, 100, null])
})
