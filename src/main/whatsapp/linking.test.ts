/** Rounds of QR codes and pairing codes, told by a clock that only the test moves. */
import { beforeEach, expect, it } from 'vitest'
import { Linking } from './linking'
import type { WaState } from './types'

let now: number
/** By how much somebody has set the system's clock. */
let clockSet: number
let asked: string[]
let told: Extract<WaState, { kind: 'qr' | 'pairing-code' }>[]
let unanswered: number

beforeEach(() => {
  now = 1_000_000
  clockSet = 0
  asked = []
  told = []
  unanswered = 0
})

function linking(phone: string | null = null): Linking {
  const done = (what: string) => (): Promise<void> => {
    asked.push(what)
    return Promise.resolve()
  }
  return new Linking(
    { refreshQr: done('qr'), requestCode: done('code'), cancelCode: done('cancel') },
    {
      roundMs: 120_000,
      codeMs: 180_000,
      rounds: 5,
      now: () => now + clockSet,
      elapsed: () => now,
      report: (state) => told.push(state),
      unanswered: () => unanswered++,
      failed: () => undefined,
    },
    phone,
  )
}

it('counts the codes of one round as one, and ends it after two minutes', () => {
  const subject = linking()
  subject.qr('a')
  now += 20_000
  subject.qr('b')
  expect(told).toEqual([
    { kind: 'qr', qr: 'a', round: 1, expiresAt: 1_120_000 },
    { kind: 'qr', qr: 'b', round: 1, expiresAt: 1_120_000 },
  ])
  now = 1_119_999
  subject.tick(false)
  expect(asked).toEqual([])
  now = 1_120_000
  subject.tick(false)
  subject.tick(false)
  expect(asked).toEqual(['qr'])
  subject.qr('c')
  expect(told.at(-1)).toMatchObject({ qr: 'c', round: 2, expiresAt: 1_240_000 })
})

it('ends a round in time where the clock was set back by a day, and shows the time that is left', () => {
  const subject = linking()
  subject.qr('a')
  clockSet = -86_400_000
  now += 20_000
  subject.qr('b')
  expect(told.at(-1)).toMatchObject({ round: 1, expiresAt: 1_120_000 + clockSet })
  now = 1_120_000
  subject.tick(false)
  expect(asked).toEqual(['qr'])
})

it('renews at once where WhatsApp stopped, and asks again where nothing came', () => {
  const subject = linking()
  subject.qr('a')
  subject.tick(true)
  now += 5_000
  subject.tick(true)
  expect(asked).toEqual(['qr'])
  now += 5_000
  subject.tick(true)
  expect(asked).toEqual(['qr', 'qr'])
})

it('gives up after five rounds, and begins anew for somebody who asks', async () => {
  const subject = linking()
  for (let round = 1; round <= 5; round++) {
    subject.qr(`r${round}`)
    if (round < 5) subject.tick(true)
  }
  expect(told.at(-1)).toMatchObject({ round: 5 })
  expect(unanswered).toBe(0)
  await subject.refresh()
  subject.qr('asked for')
  expect(told.at(-1)).toMatchObject({ qr: 'asked for', round: 1 })
  for (let round = 2; round <= 5; round++) {
    subject.tick(true)
    subject.qr(`r${round}`)
  }
  subject.tick(true)
  expect(unanswered).toBe(1)
})

it('begins with a pairing code, keeps QRs back, and shows the last one on the way back', async () => {
  const subject = linking('+6281100000001')
  subject.qr('kept back')
  expect(told).toEqual([])
  subject.tick(false)
  subject.tick(false)
  expect(asked).toEqual(['code'])
  subject.code('ABCD1234')
  expect(told.at(-1)).toEqual({
    kind: 'pairing-code',
    code: 'ABCD1234',
    phone: '+6281100000001',
    expiresAt: 1_180_000,
  })
  await subject.useQr()
  expect(asked).toEqual(['code', 'cancel'])
  expect(told.at(-1)).toMatchObject({ kind: 'qr', qr: 'kept back' })
})

it('asks for the code again in a new document', () => {
  const subject = linking('+6281100000001')
  subject.tick(false)
  subject.code('ABCD1234')
  subject.restart()
  now += 11_000
  subject.tick(false)
  expect(asked).toEqual(['code', 'code'])
})

it('shows no code that WhatsApp had not made yet', () => {
  linking().qr('undefined,key,key,secret,1')
  expect(told).toEqual([])
})
