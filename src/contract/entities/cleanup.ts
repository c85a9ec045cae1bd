/** What lies on this machine and belongs to nothing any more, and what was cleaned (feature row C10). */
import { z } from 'zod'
import { instant } from './common'

export const cleanupKind = z.enum([
  /** Browser profiles of accounts that are not here. */
  'profiles',
  /** Saved links of accounts that are not here. */
  'copies',
  /** Media files that no message names. */
  'media',
])
export type CleanupKind = z.infer<typeof cleanupKind>

const amount = { count: z.number().int().nonnegative(), bytes: z.number().int().nonnegative() }

export const cleanupFinding = z.object({ kind: cleanupKind, ...amount })
export type CleanupFinding = z.infer<typeof cleanupFinding>

export const cleanupSurvey = z.object({
  at: instant,
  /** One of each kind, also where nothing was found. */
  findings: z.array(cleanupFinding),
})
export type CleanupSurvey = z.infer<typeof cleanupSurvey>

/** `sessions`: browsers of accounts closed to free memory, because they were disconnected and unused for long. */
export const cleanedKind = z.enum([...cleanupKind.options, 'sessions'])
export type CleanedKind = z.infer<typeof cleanedKind>

export const cleanupEntry = z.object({ at: instant, kind: cleanedKind, ...amount })
export type CleanupEntry = z.infer<typeof cleanupEntry>

export const cleanupStatistics = z.object({
  /** Of each kind, since Leadline was set up. */
  totals: z.array(z.object({ kind: cleanedKind, ...amount })),
  /** The last ones, newest first; at most 100. */
  recent: z.array(cleanupEntry),
})
export type CleanupStatistics = z.infer<typeof cleanupStatistics>

/** How far a removal is; null at its end. */
export const cleanupProgress = z.object({ done: z.number().int(), total: z.number().int() }).nullable()
export type CleanupProgress = z.infer<typeof cleanupProgress>
