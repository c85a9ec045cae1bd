import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isShown, MIME, sniff, typeOf } from './sniff'

const bytes = (...parts: (string | number[])[]): Buffer =>
  Buffer.concat(
    parts.map((part) => Buffer.from(typeof part === 'string' ? Buffer.from(part, 'latin1') : part)),
  )

describe('the type of a file', () => {
  it.each([
    [bytes([0xff, 0xd8, 0xff, 0xe0]), '', 'image/jpeg'],
    [bytes('GIF89a'), '', 'image/gif'],
    [bytes('RIFF', [1, 2, 3, 4], 'WEBPVP8 '), '', 'image/webp'],
    [bytes('RIFF', [1, 2, 3, 4], 'WAVE'), '', 'audio/wav'],
    [bytes([0, 0, 0, 24], 'ftypisom'), 'video/mp4', 'video/mp4'],
    [bytes([0, 0, 0, 24], 'ftypisom'), 'audio/mp4', 'audio/mp4'],
    [bytes([0, 0, 0, 24], 'ftypM4A '), 'video/mp4', 'audio/mp4'],
    [bytes('OggS'), 'audio/ogg; codecs=opus', 'audio/ogg'],
    [bytes([0x1a, 0x45, 0xdf, 0xa3]), 'video/webm', 'video/webm'],
    [bytes('ID3', [3]), '', 'audio/mpeg'],
    [bytes([0xff, 0xf1]), '', 'audio/aac'],
    [bytes('%PDF-1.7'), 'text/html', 'application/pdf'],
    [bytes('PK'), 'application/zip', 'application/zip'],
    [bytes('<html>'), 'image/png', 'application/octet-stream'],
    [bytes('<svg>'), 'image/svg+xml', 'image/svg+xml'],
    [bytes('x'), 'nonsense\r\nX-Header: 1', 'application/octet-stream'],
  ])('%#', (data, declared, expected) => {
    expect(typeOf(data, declared)).toBe(expected)
  })

  it('is safe to show only where the bytes say so', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.string(), (data, declared) => {
        const found = sniff(data, declared)
        expect(isShown(found)).toBe(found !== null)
        expect(found).not.toBe('image/svg+xml')
        expect(typeOf(data, declared)).toMatch(MIME)
      }),
    )
    expect(isShown('image/svg+xml')).toBe(false)
    expect(isShown('text/html')).toBe(false)
  })
})
