/** Runs as a worker or a service worker, as WhatsApp Web has one: says what it takes itself for. */
/* global addEventListener, navigator */
addEventListener('message', ({ ports: [port] }) => port.postMessage(navigator.userAgent))
