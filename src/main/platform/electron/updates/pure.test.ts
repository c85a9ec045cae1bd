import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toUpdateError, updateErrorCode } from './failures'
import { plainNotes } from './notes'

describe('release notes', () => {
  it('keep their words and lines and lose their markup', () => {
    const html =
      '<h2>New</h2><ul><li>Search &amp; find</li><li>1 &lt; 2</li></ul><p>Thanks <a href="javascript:x">all</a></p>'
    expect(plainNotes(html)).toBe('New\n\n• Search & find\n• 1 < 2\nThanks all')
    expect(plainNotes('Plain\ntext, a < b and c > d')).toBe('Plain\ntext, a < b and c > d')
  })

  it('of several versions come one after the other', () => {
    expect(plainNotes([{ version: '1.3.0', note: '<p>B</p>' }, { version: '1.2.1', note: null }, 7])).toBe(
      'B',
    )
  })

  it('are none where they are nothing of the kind', () => {
    for (const notes of [null, undefined, 7, {}, [[]]]) expect(plainNotes(notes)).toBe('')
  })

  it('hide nothing: no control characters, no turned direction, no hidden comment, no endless text', () => {
    expect(plainNotes('a\u202eb\u0000c\u200bd<!-- x --><style>y')).toBe('abcd')
    expect(plainNotes('<b'.repeat(1_000_000)).length).toBeLessThanOrEqual(4_001)
    expect(plainNotes('x'.repeat(9_000))).toHaveLength(4_001)
    expect(plainNotes('&#x110000;&#xd800;&#65;')).toBe('A')
  })

  it('are never markup in the end, whatever comes', () => {
    const part = fc.constantFrom(
      '<',
      '>',
      '<script>',
      '</script>',
      '<img src=x onerror=y>',
      '<!--',
      '-->',
      'a',
      '\n',
    )
    fc.assert(
      fc.property(fc.array(part, { maxLength: 30 }), (parts) => {
        expect(plainNotes(parts.join(''))).not.toMatch(/<(?:script|img)\b[^>]*>/i)
      }),
    )
  })
})

describe('failures', () => {
  const coded = (code: string, message = 'x') => Object.assign(new Error(message), { code })

  it.each([
    [coded('ERR_CHECKSUM_MISMATCH'), 'tampered'],
    [coded('ERR_UPDATER_INVALID_SIGNATURE'), 'tampered'],
    [coded('ENOSPC'), 'disk-full'],
    [coded('EACCES'), 'no-permission'],
    [coded('ECONNREFUSED'), 'offline'],
    [coded('HTTP_ERROR_503'), 'server'],
    [new Error('net::ERR_INTERNET_DISCONNECTED'), 'offline'],
    [new Error('net::ERR_CERT_AUTHORITY_INVALID'), 'server'],
    [new Error('net::ERR_CONTENT_LENGTH_MISMATCH'), 'interrupted'],
    [new Error('Cannot download "https://x/y", status 404: Not found'), 'server'],
    [coded('ECONNRESET', 'aborted'), 'interrupted'],
    [new Error('something else'), 'other'],
  ] as const)('%s is %s while downloading', (error, code) => {
    expect(updateErrorCode(error, 'download')).toBe(code)
  })

  it('a connection that breaks before anything came is no connection', () => {
    expect(updateErrorCode(coded('ECONNRESET'), 'check')).toBe('offline')
  })

  it('what was cancelled counts as that, and the cause is kept', () => {
    const cause = coded('ENOSPC')
    expect(toUpdateError(cause, 'download', AbortSignal.abort())).toMatchObject({ code: 'cancelled', cause })
  })
})
