import { expect, it } from 'vitest'
import type { Notice } from '../../ports'
import { isStillListed, optionsOf } from './options'

const notice: Notice = {
  conversationId: 'chat',
  title: 'Sari & Co',
  body: '<a href="https://evil.example">1 < 2 & 3</a>',
  silent: true,
  replyHint: 'Reply',
}

it('has a field for a reply where the system has one, grouped by conversation', () => {
  for (const system of ['darwin', 'win32'] as const) {
    expect(optionsOf(notice, system)).toEqual({
      ...{ title: notice.title, body: notice.body, silent: true, groupId: 'chat' },
      ...{ hasReply: true, replyPlaceholder: 'Reply' },
    })
  }
  expect(optionsOf({ ...notice, replyHint: null }, 'darwin')).not.toHaveProperty('hasReply')
})

it('takes no markup from customers on Linux', () => {
  expect(optionsOf(notice, 'linux')).toEqual({
    title: 'Sari & Co',
    body: '&lt;a href="https://evil.example"&gt;1 &lt; 2 &amp; 3&lt;/a&gt;',
    silent: true,
  })
})

it('knows what is still in the system’s list', () => {
  expect(['timedOut', 'userCanceled', 'applicationHidden', undefined].map(isStillListed)).toEqual([
    true,
    false,
    false,
    false,
  ])
})
