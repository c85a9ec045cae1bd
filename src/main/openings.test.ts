import { EventPublisher } from '@orpc/server'
import { expect, it } from 'vitest'
import type { AppEvent, OpenTarget } from '../contract'
import { createOpenings } from './openings'

const target = (phone: string): OpenTarget => ({ kind: 'chat', phone })

function make() {
  const publisher = new EventPublisher<{ event: AppEvent }>()
  const openings = createOpenings({
    isHeard: () => publisher.size > 0,
    emit: (event) => publisher.publish('event', event),
  })
  return { openings, listen: () => openings.before(publisher.subscribe('event', {})), publisher }
}

it('tells a screen that listens at once', async () => {
  const { openings, listen } = make()
  const screen = listen()
  const next = screen.next()
  openings.open(target('+628123456789'))
  expect((await next).value).toEqual({ type: 'open', target: target('+628123456789') })
})

it('keeps the latest for the first screen that listens, and for that one alone', async () => {
  const { openings, listen, publisher } = make()
  openings.open(target('+628111111111'))
  openings.open(target('+628222222222'))
  const [first, second] = [listen(), listen()]
  expect((await first.next()).value).toEqual({ type: 'open', target: target('+628222222222') })
  const next = [first.next(), second.next()]
  publisher.publish('event', { type: 'history', conversationIds: [] })
  for (const each of await Promise.all(next)) expect(each.value).toMatchObject({ type: 'history' })
})

it('leaves nobody listening behind when the screen goes', async () => {
  const { openings, listen, publisher } = make()
  openings.open(target('+628111111111'))
  const screen = listen()
  await screen.next()
  await screen.return(undefined)
  expect(publisher.size).toBe(0)
})
