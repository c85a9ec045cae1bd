/** The preload in a stand-in page: a port on request, and nothing else. */
import { beforeAll, beforeEach, expect, it, vi } from 'vitest'

const sent = vi.hoisted(() => [] as unknown[][])
vi.mock('electron', () => ({ ipcRenderer: { postMessage: (...args: unknown[]) => void sent.push(args) } }))

const posted: unknown[][] = []
const target = new EventTarget()
const page = {
  origin: 'leadline-app://inbox',
  addEventListener: target.addEventListener.bind(target),
  postMessage: (...args: unknown[]) => void posted.push(args),
}
const before = Object.keys(page)

beforeAll(async () => {
  vi.stubGlobal('window', page)
  await import('./index')
})
beforeEach(() => {
  sent.length = 0
  posted.length = 0
})

const hear = (source: unknown, data: unknown) =>
  target.dispatchEvent(Object.assign(new Event('message'), { source, data }))

it('hands the two ends of a channel to the page and to the app', async () => {
  hear(page, 'leadline:ask-port')
  const [channel, nothing, [appEnd]] = sent[0] as [string, null, [MessagePort]]
  const [answer, origin, [pageEnd]] = posted[0] as [string, string, [MessagePort]]
  expect([channel, nothing, answer, origin]).toEqual([
    'leadline:port',
    null,
    'leadline:port',
    'leadline-app://inbox',
  ])
  const heard = new Promise((resolve) => {
    appEnd.onmessage = ({ data }) => resolve(data)
  })
  pageEnd.postMessage('hello')
  expect(await heard).toBe('hello')
  appEnd.close()
})

it('answers nobody but its own page, and nothing but that question', () => {
  hear({ ...page }, 'leadline:ask-port')
  hear(null, 'leadline:ask-port')
  for (const data of ['leadline:port', '', null, { type: 'leadline:ask-port' }]) hear(page, data)
  expect([sent, posted]).toEqual([[], []])
})

it('puts nothing on the page', () => {
  expect(Object.keys(page)).toEqual(before)
})
