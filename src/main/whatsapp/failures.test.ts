/** Reading errors of any shape, without letting a person's data out. */
import { expect, it } from 'vitest'
import { PlatformError } from '../platform/ports'
import { launchFailure } from './browser'
import { causeOf, isGone, networkCause, TimeoutError, within } from './failures'

it('keeps addresses, numbers and homes out of a cause', () => {
  expect(causeOf(new Error('no chat 6281234567890@c.us for +62 812-3456-7890 in /home/ani/x\n at y'))).toBe(
    'no chat <chat> for <number> in <path>',
  )
  expect(causeOf('auth timeout')).toBe('auth timeout')
  expect(causeOf(undefined)).toBe('unknown error')
  expect(causeOf(new Error('x'.repeat(500)))).toHaveLength(200)
})

it('knows a document that went away from an error of the page', () => {
  expect(isGone(new Error('Execution context was destroyed, most likely because of a navigation.'))).toBe(
    true,
  )
  expect(isGone(new Error('Attempted to use detached Frame'))).toBe(true)
  expect(isGone(new Error('TargetCloseError: Target closed'))).toBe(true)
  expect(isGone(new Error("Cannot read properties of undefined (reading 'msgs')"))).toBe(false)
  expect(networkCause(new Error('net::ERR_NAME_NOT_RESOLVED at https://x'))).toBe('ERR_NAME_NOT_RESOLVED')
  expect(networkCause(new Error('x'))).toBeNull()
})

it('bounds what would go on for ever, and hands on what ends in time', async () => {
  await expect(within(10, new Promise(() => undefined))).rejects.toBeInstanceOf(TimeoutError)
  await expect(within(1_000, Promise.resolve(7))).resolves.toBe(7)
  await expect(within(1_000, Promise.reject(new Error('mine')))).rejects.toThrow('mine')
})

it('says why a browser could not be started', () => {
  expect(launchFailure(new PlatformError('browser-missing', 'none'))).toBe('browser-missing')
  expect(launchFailure(new Error('Browser was not found at the configured executablePath (/x)'))).toBe(
    'browser-missing',
  )
  expect(
    launchFailure(new Error('The browser is already running for /x. Use a different `userDataDir`')),
  ).toBe('profile-in-use')
  expect(launchFailure(new Error('Failed to launch the browser process: Code: 1'))).toBe('crashed')
})
