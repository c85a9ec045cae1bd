/** The simulator's settings as they are before anyone changes them, and how a patch is laid over them. */
import { settingsSchema } from './operations'
import type { Settings } from './operations'

/**
 * A fresh copy of the defaults: a quick but otherwise ordinary WhatsApp Web.
 * @param phone which of the simulator's phones; each has a number and a name of its own.
 */
export function defaultSettings(phone = 1): Settings {
  return {
    me: {
      phone: `${6_281_100_000_000 + phone}@c.us`,
      lid: `${90_000_000_000_000 + phone}@lid`,
      pushname: phone === 1 ? 'Leadline Shop' : `Leadline Shop ${phone}`,
      platform: 'android',
    },
    version: '2.3000.1032141294',
    boot: {
      scriptMs: 30,
      openMs: 100,
      pairMs: 200,
      syncMs: 1500,
      syncedAtStart: false,
      neverSynced: false,
      historyAfterMs: 0,
    },
    qr: { firstMs: 60_000, nextMs: 20_000, count: 6 },
    passkey: false,
    refusesLink: false,
    release: 'normal',
    autoAck: { policy: 'delivered', serverMs: 10, deliveredMs: 40, readMs: 80 },
    offlineDelivery: 'silent',
    offlineDelayMs: 1500,
    reconnectDelivery: 'events',
    resendPending: true,
    history: { tail: 10, pageSize: 50, delayMs: 5 },
    upload: { delayMs: 0, fail: false },
    revokeKeepsId: true,
    sendSeenThrows: false,
    timelocked: false,
    labels: [],
  }
}

/** Lays a patch over settings. Throws a ZodError where the result is no valid setting. */
export function patched(settings: Settings, patch: Record<string, unknown>): Settings {
  const next: Record<string, unknown> = { ...settings }
  for (const [key, value] of Object.entries(patch)) {
    if (value === undefined) continue
    const before = next[key]
    next[key] = isRecord(before) && isRecord(value) ? { ...before, ...value } : value
  }
  return settingsSchema.parse(next)
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
