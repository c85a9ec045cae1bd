/** The one sleight of hand between the library and puppeteer, with both as they are installed. */
import puppeteer from 'puppeteer-core'
import { expect, it } from 'vitest'
import whatsapp from 'whatsapp-web.js'
import { giveBack, overTransport } from './over-transport'

function transport() {
  const seen: string[] = []
  return {
    seen,
    send: (message: string) => void seen.push((JSON.parse(message) as { method: string }).method),
    close: () => void seen.push('closed'),
  }
}

it('leaves options without a transport as they are', () => {
  const options = { pipe: true }
  expect(overTransport(options)).toBe(options)
  giveBack(options)
  giveBack(undefined)
})

it('lets the library connect over the transport', async () => {
  const page = transport()
  const client = new whatsapp.Client({ puppeteer: overTransport({ transport: page, defaultViewport: null }) })
  // Nobody answers, so it waits; that it asks shows that it got there.
  void client.initialize()
  await expect.poll(() => page.seen).toEqual(['Target.getBrowserContexts'])
})

it('names an endpoint once only, and puppeteer refuses both', async () => {
  const options = overTransport({ transport: transport() })
  expect(options['browserWSEndpoint']).toBe('transport:')
  expect(options['browserWSEndpoint']).toBeUndefined()
  await expect(
    puppeteer.connect({ transport: transport(), browserWSEndpoint: 'transport:' }),
  ).rejects.toThrow('Exactly one')
})

it('gives back a page that was not connected to', () => {
  const page = transport()
  giveBack({ transport: page })
  expect(page.seen).toEqual(['closed'])
})
