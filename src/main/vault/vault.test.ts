import { mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createVault, type Vault } from './vault'
import { memorySecrets } from './memory-secrets.testing'

let data: string
const hostPaths = () => ({
  data,
  database: path.join(data, 'leadline.db'),
  keyFile: path.join(data, 'keys.json'),
})
const vaultWith = (secrets = memorySecrets(), keyFileAllowed = false): Vault =>
  createVault({ paths: hostPaths(), secrets, keyFileAllowed })

beforeEach(async () => {
  data = await mkdtemp(path.join(tmpdir(), 'leadline-vault-'))
})
afterEach(() => rm(data, { recursive: true, force: true }))

test('the keychain opens it without asking, the recovery code without the keychain', async () => {
  const secrets = memorySecrets()
  const vault = vaultWith(secrets)
  expect(await vault.status()).toEqual({ stage: 'new', keychain: true, wraps: [] })
  expect(await vault.open()).toBeNull()
  const { dataKey, recoveryCode } = await vault.create({ protection: 'keychain' })
  expect(dataKey).toHaveLength(32)

  const later = vaultWith(secrets)
  expect(await later.status()).toEqual({ stage: 'openable', keychain: true, wraps: ['keychain', 'recovery'] })
  expect(await later.open()).toEqual(dataKey)

  secrets.entries.clear()
  expect((await later.status()).stage).toBe('locked')
  expect(await later.open()).toBeNull()
  expect(await later.unlock({ recoveryCode })).toEqual(dataKey)
  // The lost entry was made anew.
  expect(secrets.entries.size).toBe(1)
  expect(await vaultWith(secrets).open()).toEqual(dataKey)
})

test('a keychain that is gone altogether still leaves the recovery code', async () => {
  const { dataKey, recoveryCode } = await vaultWith().create({ protection: 'keychain' })
  const without = vaultWith(memorySecrets(false))
  expect(await without.status()).toEqual({
    stage: 'locked',
    keychain: false,
    wraps: ['keychain', 'recovery'],
  })
  expect(await without.unlock({ recoveryCode: recoveryCode.toLowerCase() })).toEqual(dataKey)
  expect((await without.status()).stage).toBe('locked')
  expect(await readdir(data)).toEqual(['keys.json'])

  const allowed = vaultWith(memorySecrets(false), true)
  expect(await allowed.unlock({ recoveryCode })).toEqual(dataKey)
  expect(await allowed.open()).toEqual(dataKey)
})

test('a passphrase opens it, another does not', async () => {
  const vault = vaultWith(memorySecrets(false))
  const { dataKey, recoveryCode } = await vault.create({
    protection: 'passphrase',
    passphrase: 'kopi é pagi',
  })
  expect(await vault.status()).toEqual({
    stage: 'locked',
    keychain: false,
    wraps: ['passphrase', 'recovery'],
  })
  expect(await vault.open()).toBeNull()
  await expect(vault.unlock({ passphrase: 'kopi sore' })).rejects.toMatchObject({ code: 'wrong-passphrase' })
  // The same letters, composed differently.
  expect(await vault.unlock({ passphrase: 'kopi e\u0301 pagi' })).toEqual(dataKey)
  expect(await vault.unlock({ recoveryCode })).toEqual(dataKey)
})

test('a key file opens it, is readable by its owner only, and is mended by the code', async () => {
  const vault = vaultWith(memorySecrets(false))
  const { dataKey, recoveryCode } = await vault.create({ protection: 'file' })
  const keyFile = path.join(data, 'data.key')
  if (process.platform !== 'win32') {
    expect((await stat(keyFile)).mode & 0o777).toBe(0o600)
    expect((await stat(path.join(data, 'keys.json'))).mode & 0o777).toBe(0o600)
  }
  expect(await vault.open()).toEqual(dataKey)
  await rm(keyFile)
  expect((await vault.status()).stage).toBe('locked')
  expect(await vault.unlock({ recoveryCode })).toEqual(dataKey)
  expect(await vault.open()).toEqual(dataKey)
})

test('the keychain is never used where it does not work', async () => {
  await expect(vaultWith(memorySecrets(false)).create({ protection: 'keychain' })).rejects.toMatchObject({
    code: 'no-keychain',
  })
  const refusing = { ...memorySecrets(), set: () => Promise.reject(new Error('locked collection')) }
  await expect(vaultWith(refusing).create({ protection: 'keychain' })).rejects.toMatchObject({
    code: 'no-keychain',
  })
  expect(await readdir(data)).toEqual([])
})

test('a key is never replaced, also not by two at once', async () => {
  const vault = vaultWith()
  const made = await Promise.allSettled([
    vault.create({ protection: 'keychain' }),
    vault.create({ protection: 'keychain' }),
  ])
  expect(made.map((each) => each.status)).toEqual(['fulfilled', 'rejected'])
  expect(made[1]).toMatchObject({ reason: { code: 'key-exists' } })
})

test('no new key over a database whose key file is gone', async () => {
  await writeFile(path.join(data, 'leadline.db'), 'x')
  await expect(vaultWith().create({ protection: 'keychain' })).rejects.toMatchObject({ code: 'no-key' })
})

test('a new recovery code replaces the old', async () => {
  const vault = vaultWith()
  const { dataKey, recoveryCode } = await vault.create({ protection: 'keychain' })
  await expect(vault.newRecoveryCode(Buffer.alloc(32))).rejects.toMatchObject({ code: 'wrong-key' })
  const newer = await vault.newRecoveryCode(dataKey)
  await expect(vault.unlock({ recoveryCode })).rejects.toMatchObject({ code: 'wrong-code' })
  expect(await vault.unlock({ recoveryCode: newer })).toEqual(dataKey)
  expect(await vault.open()).toEqual(dataKey)
})

test('a passphrase beside the keychain opens it too, and replaces an earlier one', async () => {
  const vault = vaultWith()
  const { dataKey, recoveryCode } = await vault.create({ protection: 'keychain' })
  await expect(vault.setPassphrase(Buffer.alloc(32), 'not mine at all', null)).rejects.toMatchObject({
    code: 'wrong-key',
  })
  await vault.setPassphrase(dataKey, 'first passphrase', null)
  for (const current of [null, '', 'fist passphrase', '0000'])
    await expect(vault.setPassphrase(dataKey, 'not mine at all', current)).rejects.toMatchObject({
      code: 'wrong-passphrase',
    })
  await vault.setPassphrase(dataKey, 'forgotten by now', 'first passphrase')
  await vault.setPassphrase(dataKey, 'second passphrase', recoveryCode)
  expect((await vault.status()).wraps.sort()).toEqual(['keychain', 'passphrase', 'recovery'])
  await expect(vault.unlock({ passphrase: 'first passphrase' })).rejects.toMatchObject({
    code: 'wrong-passphrase',
  })
  expect(await vault.unlock({ passphrase: 'second passphrase' })).toEqual(dataKey)
  expect(await vault.unlock({ recoveryCode })).toEqual(dataKey)
  expect(await vault.open()).toEqual(dataKey)
})

test('wrong and mistyped codes, and no key at all', async () => {
  const vault = vaultWith()
  await expect(vault.unlock({ recoveryCode: 'x' })).rejects.toMatchObject({ code: 'no-key' })
  await vault.create({ protection: 'keychain' })
  await expect(vault.unlock({ recoveryCode: '0000' })).rejects.toMatchObject({ code: 'wrong-code' })
  await expect(vault.unlock({ passphrase: 'whatever' })).rejects.toMatchObject({ code: 'wrong-passphrase' })
})

test('a damaged or changed key file is told and left as it is', async () => {
  const vault = vaultWith()
  const { recoveryCode } = await vault.create({ protection: 'keychain' })
  const file = path.join(data, 'keys.json')
  const good = await readFile(file, 'utf8')
  const changed = (change: (content: string) => string) => writeFile(file, change(good))

  for (const damage of ['', '{', good.slice(0, 100), good.replace('"version": 1', '"version": 2')]) {
    await writeFile(file, damage)
    await expect(vault.status()).rejects.toMatchObject({ code: 'corrupt-key-file' })
    await expect(vault.open()).rejects.toMatchObject({ code: 'corrupt-key-file' })
    await expect(vault.create({ protection: 'file' })).rejects.toMatchObject({ code: 'corrupt-key-file' })
    expect(await readFile(file, 'utf8')).toBe(damage)
  }

  // A cost that would take all memory is not even tried.
  await changed((text) => text.replace('"cost": 16384', '"cost": 1073741824'))
  await expect(vault.unlock({ recoveryCode })).rejects.toMatchObject({ code: 'corrupt-key-file' })

  // A wrap moved into another kind's place, or another file's id, opens nothing.
  await changed((text) => text.replace(/"id": "[^"]+"/, '"id": "00000000-0000-4000-8000-000000000000"'))
  expect(await vault.open()).toBeNull()
  await expect(vault.unlock({ recoveryCode })).rejects.toMatchObject({ code: 'wrong-code' })

  // The check value of another key.
  await changed((text) =>
    text.replace(/"check": "[^"]+"/, `"check": "${Buffer.alloc(16).toString('base64')}"`),
  )
  await expect(vault.open()).rejects.toMatchObject({ code: 'corrupt-key-file' })
})

test('nothing on disk holds the key, the code or the passphrase', async () => {
  const vault = vaultWith(memorySecrets(false))
  const { dataKey, recoveryCode } = await vault.create({
    protection: 'passphrase',
    passphrase: 'teh tarik panas',
  })
  expect(await readdir(data)).toEqual(['keys.json'])
  const text = await readFile(path.join(data, 'keys.json'), 'utf8')
  for (const secret of [
    dataKey.toString('base64'),
    dataKey.toString('hex'),
    recoveryCode,
    recoveryCode.replaceAll('-', ''),
    'teh tarik panas',
  ]) {
    expect(text).not.toContain(secret)
  }
})
