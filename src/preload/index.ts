/**
 * The window's preload: hands the page a port to the app whenever it asks for one, and nothing else. It runs in a world of its own;
 * nothing is put on the page's window.
 */
import { ipcRenderer } from 'electron'

window.addEventListener('message', (event) => {
  if (event.source !== window || event.data !== 'leadline:ask-port') return
  const { port1, port2 } = new MessageChannel()
  ipcRenderer.postMessage('leadline:port', null, [port2])
  window.postMessage('leadline:port', window.origin, [port1])
})
