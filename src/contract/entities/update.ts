/** How it stands with a newer version of Leadline itself. */
import { z } from 'zod'

export const updateChannel = z.enum(['stable', 'beta'])
export type UpdateChannel = z.infer<typeof updateChannel>

/** A newer version and what it brings: plain text, never markup. */
export const updateOffer = z.object({ version: z.string(), notes: z.string() })
export type UpdateOffer = z.infer<typeof updateOffer>

/** Why an update did not come about. The version that runs is unchanged in every case. */
export const updateFailure = z.enum([
  /** The update server can't be reached. */
  'offline',
  /** It answered, but not with an update. */
  'server',
  /** The download broke off or stood still. */
  'interrupted',
  'disk-full',
  /** The app's own file can't be replaced. */
  'no-permission',
  /** It was to be installed, and the old version came up again. */
  'not-installed',
  'other',
])
export type UpdateFailure = z.infer<typeof updateFailure>

export const updateState = z.discriminatedUnion('kind', [
  /** This Leadline is not updated by itself: the service host, or a system package. */
  z.object({ kind: z.literal('unsupported') }),
  /** Not looked yet. */
  z.object({ kind: z.literal('idle') }),
  z.object({ kind: z.literal('checking') }),
  /** `waitingForStable`: a beta runs, the channel is stable, and there is no stable version newer than the beta. */
  z.object({ kind: z.literal('none'), waitingForStable: z.boolean() }),
  z.object({ kind: z.literal('available'), offer: updateOffer }),
  z.object({ kind: z.literal('downloading'), offer: updateOffer, percent: z.number().int().min(0).max(100) }),
  z.object({ kind: z.literal('ready'), offer: updateOffer }),
  /** Asked to install; waits until nothing is being sent. */
  z.object({ kind: z.literal('waiting'), offer: updateOffer }),
  z.object({ kind: z.literal('installing'), offer: updateOffer }),
  z.object({ kind: z.literal('failed'), reason: updateFailure }),
  /** `older`: the server offers less than what runs. `tampered`: what came is not what was published. */
  z.object({ kind: z.literal('refused'), reason: z.enum(['older', 'tampered']), version: z.string() }),
])
export type UpdateState = z.infer<typeof updateState>

export const updateStatus = z.object({
  /** The version that runs. */
  version: z.string(),
  state: updateState,
  /** When the update server last answered; null before it did. */
  checkedAt: z.number().int().nullable(),
})
export type UpdateStatus = z.infer<typeof updateStatus>
