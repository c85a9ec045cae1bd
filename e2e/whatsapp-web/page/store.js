/**
 * The page's own storage (IndexedDB): the link to the phone, this browser's keys, and messages on their way.
 * Nothing of it is anywhere else: with the profile deleted, the page shows a QR code again.
 */
/* global indexedDB, crypto, btoa, document */

let database

function done(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}

async function open() {
  const request = indexedDB.open('model-storage', 1)
  request.onupgradeneeded = () => {
    request.result.createObjectStore('user')
    request.result.createObjectStore('pending')
  }
  database ??= await done(request)
  return database
}

/** Each write is on the disk before it counts, as a sudden end of the browser must not undo it. */
async function write(name, act) {
  const transaction = (await open()).transaction(name, 'readwrite', { durability: 'strict' })
  act(transaction.objectStore(name))
  await new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve()
    transaction.onabort = () => reject(transaction.error)
  })
}

async function read(name, act) {
  return done(act((await open()).transaction(name).objectStore(name)))
}

export const userStore = {
  get: (key) => read('user', (store) => store.get(key)),
  set: (key, value) => write('user', (store) => store.put(value, key)),
}

/** Messages not yet accepted by the servers, by inner id, in the order they were sent. */
export const pendingStore = {
  all: () => read('pending', (store) => store.getAll()),
  add: (message) => write('pending', (store) => store.put(message, message.innerId)),
  remove: (innerId) => write('pending', (store) => store.delete(innerId)),
}

/** Each request says whose page this is, so that one phone's trouble is not another's. */
export function presentDevice(device) {
  const cookie = device ? `device=${device.id}; max-age=31536000` : 'device=; max-age=0'
  document.cookie = `${cookie}; path=/; secure; samesite=strict`
}

/** Logged out: nothing is left of the account. */
export async function forgetAll() {
  presentDevice()
  await write('user', (store) => store.clear())
  await write('pending', (store) => store.clear())
}

const random = (length) => crypto.getRandomValues(new Uint8Array(length))
export const base64 = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes)))

/** This browser's keys: made once per link, parts of them are in the QR code. */
export async function ownKeys() {
  const known = await userStore.get('keys')
  if (known) return known
  const keys = {
    noise: random(32),
    identity: random(32),
    advSecret: base64(random(32)),
    registrationId: 4242,
  }
  await userStore.set('keys', keys)
  return keys
}
