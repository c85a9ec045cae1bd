/** What a person sees who opens the page: a QR code, what it waits for, or the list of chats. */
import { chats } from './chats.js'
import { Conn, Socket } from './linking.js'
import { use } from './registry.js'
/* global document, navigator, crypto */

let qr = ''
let atPasskey = false
let planned = false

/** The whole QR code: what `ref` is to the servers, plus this browser's keys. */
export function showQr(keys) {
  atPasskey = false
  const { encodeB64 } = use('WABase64')
  const parts = [Conn.ref, encodeB64(keys.noise), encodeB64(keys.identity), keys.advSecret, '1']
  qr = parts.join(',')
  draw()
}

export function showPasskey() {
  atPasskey = true
  draw()
}

function element(tag, text, attributes = {}) {
  return Object.assign(
    document.createElement(tag),
    text === undefined ? {} : { textContent: text },
    attributes,
  )
}

function passkeyScreen() {
  const button = element('button', 'Continue')
  button.onclick = () => {
    const publicKey = {
      rpId: 'whatsapp.com',
      challenge: crypto.getRandomValues(new Uint8Array(32)),
      timeout: 600_000,
    }
    navigator.credentials.get({ publicKey }).catch((error) => {
      button.after(element('p', `The passkey did not work: ${error.message}`))
    })
  }
  return [
    element('h1', 'Use your passkey to link this device'),
    element('p', 'For your security, confirm with the passkey of your account to continue.'),
    button,
  ]
}

function content() {
  if (atPasskey) return passkeyScreen()
  if (Socket.state === 'UNPAIRED') {
    const image = element('img', undefined, { className: 'qr', alt: 'Scan this QR code to link a device' })
    image.src = `/sim/qr.svg?data=${encodeURIComponent(qr)}`
    return [
      element('h1', 'Use WhatsApp on your computer'),
      element('p', 'Open WhatsApp on your phone, tap Linked devices, and point your phone at this code.'),
      image,
    ]
  }
  if (Socket.state === 'UNPAIRED_IDLE') return [element('h1', 'Click to reload the QR code')]
  if (!Socket.hasSynced) return [element('h1', 'Loading your chats')]
  const list = element('ol')
  for (const chat of chats.getModelsArray().slice(0, 30)) {
    const item = element('li', chat.formattedTitle)
    const last = chat.msgs.last()
    item.append(
      document.createElement('br'),
      element('small', String(last?.body ?? last?.type ?? '').slice(0, 80)),
    )
    list.append(item)
  }
  return [element('h1', 'Chats'), element('p', `Socket: ${Socket.state}`), list]
}

/** Draws soon, once for many changes. */
export function draw() {
  if (planned) return
  planned = true
  setTimeout(() => {
    planned = false
    document.getElementById('app')?.replaceChildren(...content())
  }, 200)
}

Socket.on('change', draw)
chats.on('add change:t change:name', draw)
