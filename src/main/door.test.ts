import { expect, it } from 'vitest'
import type { OpenTarget } from '../contract'
import { createDoor } from './door'
import { silentLogger } from './storage/test-storage'

const target: OpenTarget = { kind: 'chat', phone: '+628123456789' }

function make() {
  const done: unknown[] = []
  const running = {
    open: (each: OpenTarget) => void done.push(each),
    raise: () => void done.push('raised'),
    logger: silentLogger,
  }
  return { door: createDoor(), running, done }
}

it('shows at once what a running app is asked for', () => {
  const { door, running, done } = make()
  door.runs(running)
  expect(done).toEqual([])
  door.show(target)
  door.show(null)
  expect(done).toEqual(['raised', target, 'raised'])
})

it('keeps what is asked for while it starts, a link over the mere wish to see it', () => {
  const { door, running, done } = make()
  door.show(target)
  door.show(null)
  expect(done).toEqual([])
  door.runs(running)
  expect(done).toEqual(['raised', target])
})

it('does not take the first activation of macOS for a wish to see the window', () => {
  const { door, running, done } = make()
  door.activate()
  door.runs(running)
  expect(done).toEqual([])
  door.activate()
  expect(done).toEqual(['raised'])
})
