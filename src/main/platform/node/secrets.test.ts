import { expect, test } from 'vitest'
import { createSecrets } from './secrets'

function fakeKeytar(entries = new Map<string, string>()) {
  const at = (service: string, account: string) => `${service} ${account}`
  return {
    entries,
    load: () =>
      Promise.resolve({
        getPassword: (s: string, a: string) => Promise.resolve(entries.get(at(s, a)) ?? null),
        setPassword: (s: string, a: string, value: string) =>
          Promise.resolve(void entries.set(at(s, a), value)),
        deletePassword: (s: string, a: string) => Promise.resolve(entries.delete(at(s, a))),
      }),
  }
}

test('two data folders do not see each other, and the probe leaves nothing', async () => {
  const chain = fakeKeytar()
  const one = createSecrets('/a', () => undefined, chain.load)
  const two = createSecrets('/b', () => undefined, chain.load)
  expect(await one.available()).toBe(true)
  expect(chain.entries.size).toBe(0)
  await one.set('x', '1')
  expect(await two.get('x')).toBeNull()
  expect(await createSecrets('/a', () => undefined, chain.load).get('x')).toBe('1')
  await one.delete('x')
  expect(chain.entries.size).toBe(0)
})

test('no keychain is an answer, with its reason told once', async () => {
  const reasons: unknown[] = []
  const secrets = createSecrets(
    '/a',
    (error) => reasons.push(error),
    () => Promise.reject(new Error('libsecret-1.so.0: cannot open shared object file')),
  )
  expect(await secrets.available()).toBe(false)
  expect(await secrets.available()).toBe(false)
  expect(reasons).toHaveLength(1)
  await expect(secrets.get('x')).rejects.toMatchObject({ code: 'keychain' })
})

test('the real keychain answers the question, one way or the other', async () => {
  const secrets = createSecrets('/leadline-test', () => undefined)
  expect(typeof (await secrets.available())).toBe('boolean')
})
