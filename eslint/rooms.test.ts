import { describe, expect, it } from 'vitest'
import { breach } from './rooms.js'

describe('the walls between rooms', () => {
  it.each([
    ['src/main/inbox/ingest', 'src/main/whatsapp/session'],
    ['src/main/inbox/ingest', 'src/main/platform/node/lock'],
    ['src/main/inbox/ingest', 'src/main/outbox/sender'],
    ['src/main/inbox/ingest', 'src/main/app'],
    ['src/main/storage/open', 'src/main/inbox/index'],
    ['src/renderer/main', 'src/main/app'],
    ['src/main/app', 'src/renderer/main'],
    ['src/main/app', 'e2e/whatsapp-web/server'],
  ])('%s must not import %s', (from, to) => {
    expect(breach(from, to)).toBeTypeOf('string')
  })

  it.each([
    ['src/main/inbox/ingest', 'src/main/inbox/rows'],
    ['src/main/inbox/ingest', 'src/main/whatsapp/types'],
    ['src/main/inbox/ingest', 'src/main/outbox/index'],
    ['src/main/inbox/store', 'src/main/contacts/store'],
    ['src/main/inbox/ingest', 'src/main/storage/index'],
    ['src/main/app', 'src/main/whatsapp/index'],
    ['src/renderer/main', 'src/contract/index'],
    ['e2e/inbox.spec', 'src/contract/index'],
  ])('%s may import %s', (from, to) => {
    expect(breach(from, to)).toBeNull()
  })
})
