import { expect, it } from 'vitest'
import { updateFailure, type UpdateState } from '../../../contract'
import en from '../../i18n/locales/en/updates.json'
import { updateView } from './update-view'

const offer = { version: '1.3.0', notes: '' }
const STATES: UpdateState[] = [
  { kind: 'idle' },
  { kind: 'checking' },
  { kind: 'none', waitingForStable: false },
  { kind: 'none', waitingForStable: true },
  { kind: 'available', offer },
  { kind: 'downloading', offer, percent: 5 },
  { kind: 'ready', offer },
  { kind: 'waiting', offer },
  { kind: 'installing', offer },
  ...updateFailure.options.map((reason) => ({ kind: 'failed', reason }) as const),
  { kind: 'refused', reason: 'older', version: '1.1.0' },
  { kind: 'refused', reason: 'tampered', version: '1.3.0' },
]

it('has a sentence of its own for every state', () => {
  const sentences = STATES.map((state) => updateView(state)?.sentence)
  expect(new Set(sentences)).toEqual(new Set(Object.keys(en.sentence)))
  expect(new Set(sentences).size).toBe(STATES.length)
})

it('offers a way on wherever the app does not go on by itself', () => {
  const stuck = STATES.filter((state) => updateView(state)?.button === null).map(({ kind }) => kind)
  expect(stuck).toEqual(['checking', 'available', 'downloading', 'installing'])
  expect(updateView({ kind: 'ready', offer })?.button).toBe('install')
})

it('names the version where the sentence does', () => {
  for (const state of STATES) {
    const view = updateView(state)
    const names = en.sentence[view?.sentence ?? 'idle'].includes('{{version}}')
    expect(!names || view?.version !== '').toBe(true)
  }
})

it('shows nothing where the host does not update itself', () => {
  expect(updateView({ kind: 'unsupported' })).toBeNull()
})
