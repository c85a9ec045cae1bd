import { describe, expect, it } from 'vitest'
import { keepingOf, type GateFacts } from './keeping'

const stranger: GateFacts = {
  kind: 'person',
  keep: 'known',
  notWork: false,
  hasConversation: false,
  isWanted: false,
  isKnown: false,
}

describe('what may be kept', () => {
  it.each<[string, Partial<GateFacts>, string]>([
    ['a stranger, known contacts only', {}, 'live'],
    ['a stranger before the policy was chosen', { keep: null }, 'live'],
    ['a stranger, everything', { keep: 'everything' }, 'kept'],
    ['a known contact', { isKnown: true }, 'kept'],
    ['a known contact marked not for work', { isKnown: true, notWork: true }, 'not-work'],
    ['a marked chat though everything is kept', { keep: 'everything', notWork: true }, 'not-work'],
    ['a group, everything', { kind: 'group', keep: 'everything', isKnown: true }, 'group-off'],
    ['a group that was switched on', { kind: 'group', hasConversation: true }, 'kept'],
    ['a stranger being added', { isWanted: true }, 'kept'],
    ['a group being switched on', { kind: 'group', isWanted: true }, 'kept'],
    ['a marked chat being added', { isWanted: true, notWork: true }, 'not-work'],
    ['a group switched on, then marked', { kind: 'group', hasConversation: true, notWork: true }, 'not-work'],
  ])('%s', (_name, facts, keeping) => {
    expect(keepingOf({ ...stranger, ...facts })).toBe(keeping)
  })
})
