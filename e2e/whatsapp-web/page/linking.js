/** The connection as scripts see it (Socket, Conn), linking by QR and by code, logging out. */
import { Cmd } from './actions.js'
import { line } from './line.js'
import { Model } from './model.js'
import { define, faults } from './registry.js'
import { base64, forgetAll } from './store.js'
import { createWid } from './wid.js'
import { me } from './people.js'
/* global window */

class SocketModel extends Model {
  defaults() {
    return { state: 'UNLAUNCHED', stream: 'DISCONNECTED', hasSynced: false }
  }

  async logout() {
    await line.rpc('logout')
    await leave()
  }

  takeover() {
    void line.rpc('takeover')
    line.reconnect()
  }

  reconnect() {
    line.reconnect()
  }
}

class ConnModel extends Model {
  canSetMyPushname() {
    return true
  }
}

export const Socket = new SocketModel()
export const Conn = new ConnModel({
  ref: undefined,
  platform: undefined,
  pushname: undefined,
  connected: false,
})
let progress = 0

/** Tells the servers' side (and so the tests) what this page's state is. */
export function report() {
  line.send({ t: 'report', state: Socket.state, hasSynced: Socket.hasSynced, ref: Conn.ref ?? null })
}
Socket.on('change', report)

export function applySettings({ me: own, sendSeenThrows, timelocked }) {
  faults.sendSeenThrows = sendSeenThrows
  faults.timelocked = timelocked
  me.pn = createWid(own.phone)
  me.lid = createWid(own.lid)
}

export function linkedAs({ me: own }) {
  Conn.set({
    wid: me.pn,
    pushname: own.pushname,
    platform: own.platform,
    connected: true,
    battery: 80,
    plugged: true,
    blockStoreAdds: false,
    is24Hour: true,
  })
}

/** Offline progress from 0 to 100, as the loading screen shows it. */
export function tellProgress(percent) {
  progress = percent
  Cmd.trigger('offline_progress_update_from_bridge')
}

/** Logged out: storage is emptied, scripts are told, and the page starts anew. */
export async function leave() {
  line.closedForGood = true
  await forgetAll()
  Cmd.trigger('logout')
  setTimeout(() => {
    window.location.href = '/?post_logout=1'
  }, 60)
}

export function defineLinking(keys) {
  define('WAWebSocketModel', { Socket })
  define('WAWebConnModel', { Conn })
  define('WAWebOfflineHandler', { OfflineMessageHandler: { getOfflineDeliveryProgress: () => progress } })
  define('WABase64', {
    encodeB64: base64,
    decodeB64: (text) => Uint8Array.from(window.atob(text), (c) => c.charCodeAt(0)),
  })
  define('WAWebCompanionRegClientUtils', { DEVICE_PLATFORM: '1' })
  define('WAWebAdvSignatureApi', {})
  define('WAWebUserPrefsInfoStore', {
    waNoiseInfo: { get: async () => ({ staticKeyPair: { pubKey: keys.noise.buffer } }) },
  })
  define('WAWebSignalStoreApi', {
    waSignalStore: {
      getRegistrationInfo: async () => ({
        registrationId: keys.registrationId,
        identityKeyPair: { pubKey: keys.identity.buffer },
      }),
    },
  })
  define('WAWebUserPrefsMultiDevice', { getADVSecretKey: () => keys.advSecret })
  define('WAWebLaunchSocketUtils', { refreshQR: () => void line.rpc('refresh-qr') })
  define('WAWebReachoutTimelockUtils', { isUserReachoutTimelocked: () => faults.timelocked })
  let pairingType = 'QR'
  define('WAWebAltDeviceLinkingApi', {
    setPairingType: (type) => {
      pairingType = type
    },
    getPairingType: () => pairingType,
    initializeAltDeviceLinking: async () => undefined,
    initializeQRLinking: async () => {
      pairingType = 'QR'
    },
    startAltLinkingFlow: async (phone) => (await line.rpc('pairing-code', { phone })).code,
  })
}
