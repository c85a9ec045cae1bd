import { expect, it } from 'vitest'
import type { Message } from '../../../contract'
import { EMPTY_DRAFT, type Draft } from '../../stores/drafts'
import { backInField, piecesOf, splitRefused } from './parts'

const picture = new File(['x'], 'a.png')
const other = new File(['y'], 'b.png')
const quoted = { id: 7 } as Message
const draft = (values: Partial<Draft>): Draft => ({ ...EMPTY_DRAFT, ...values })
let last = 0
const pieces = (values: Partial<Draft>) => piecesOf(draft(values), () => String(++last))

it('is one message for a text, one for each file, with text and quote on the first', () => {
  expect(pieces({ text: '  ' })).toEqual([])
  expect(pieces({ text: ' ok ' })).toMatchObject([{ file: null, body: 'ok', quoted: null }])
  expect(pieces({ text: 'look', files: [picture, other], quoted })).toMatchObject([
    { body: 'look', file: picture, quoted },
    { body: '', file: other, quoted: null },
  ])
})

it('gives each message an id of its own, and those of one draft a common one', () => {
  const all = [...pieces({ files: [picture, other] }), ...pieces({ text: 'ok' }), ...pieces({ text: 'ok' })]
  expect(new Set(all.map(({ clientId }) => clientId)).size).toBe(4)
  expect(new Set(all.map(({ draftId }) => draftId)).size).toBe(3)
})

it('takes back what the app refused and the rest of that draft, and nothing else', () => {
  const sent = pieces({ text: 'look', files: [picture, other] })
  const next = pieces({ text: 'and this' })
  expect(splitRefused([...sent, ...next], sent[0]!)).toEqual({ back: sent, left: next })
  // The first file had gone already.
  expect(splitRefused([sent[1]!, ...next], sent[1]!)).toEqual({ back: [sent[1]], left: next })
})

it('puts what came back in front of what was written since', () => {
  const back = pieces({ text: 'look', files: [picture], quoted })
  const now = draft({ text: 'more', files: [other] })
  expect(backInField(back, now)).toEqual({ text: 'look\nmore', quoted, files: [picture, other] })
  expect(backInField([], now)).toEqual(now)
  expect(backInField(pieces({ text: 'ok' }), draft({ quoted }))).toMatchObject({ text: 'ok', quoted })
})
