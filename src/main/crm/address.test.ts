import { describe, expect, it } from 'vitest'
import { parseAddress, pictureAddress } from './address'

describe('a CRM’s address', () => {
  it.each([
    ['https://crm.example.com', 'https://crm.example.com'],
    [' https://CRM.example.com/ ', 'https://crm.example.com'],
    ['https://example.com/crm/?x=1#y', 'https://example.com/crm'],
    ['https://192.168.1.5:8443', 'https://192.168.1.5:8443'],
    ['http://127.0.0.1:3000/', 'http://127.0.0.1:3000'],
    ['http://localhost:8080', 'http://localhost:8080'],
    ['http://[::1]:8080', 'http://[::1]:8080'],
    ['crm.example.com', 'https://crm.example.com'],
    ['crm.example.com:8443/shop', 'https://crm.example.com:8443/shop'],
    ['192.168.1.5:8443', 'https://192.168.1.5:8443'],
    ['127.0.0.1:4000', 'http://127.0.0.1:4000'],
    ['localhost', 'http://localhost'],
    ['localhost:8080/', 'http://localhost:8080'],
    ['[::1]:8080', 'http://[::1]:8080'],
    ['127.0.0.1.example.com', 'https://127.0.0.1.example.com'],
  ])('%s is taken', (text, expected) => {
    expect(parseAddress(text)).toBe(expected)
  })

  it.each([
    'http://crm.example.com',
    'http://192.168.1.5',
    'http://127.0.0.1.example.com',
    'http://localhost.example.com',
    'https://user:secret@crm.example.com',
    'ftp://crm.example.com',
    'file:///etc/passwd',
    'mailto:siti@example.com',
    'not an address',
    'https://',
    '',
  ])('%j is refused', (text) => {
    expect(() => parseAddress(text)).toThrow(expect.objectContaining({ code: 'invalid-input' }) as Error)
  })
})

it.each([
  ['/api/pictures/abc', 'https://example.com/crm/api/pictures/abc'],
  ['https://cdn.example.com/a.png', 'https://cdn.example.com/a.png'],
  ['http://cdn.example.com/a.png', null],
  ['javascript:alert(1)', null],
  ['data:image/png;base64,AA', null],
])('a picture at %s', (path, expected) => {
  expect(pictureAddress('https://example.com/crm', path)).toBe(expected)
})
