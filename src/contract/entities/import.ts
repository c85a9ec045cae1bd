/** Data of an earlier system on their way into Leadline: the file, how it is understood, what would be made of it, and how far it is. */
import { z } from 'zod'
import { currency, id, instant } from './common'

/** Why a file can't be read. Nothing was changed then. */
export const FILE_PROBLEMS = [
  'empty',
  /** A zip, gzip or tar, whatever its name says. */
  'compressed',
  /** PostgreSQL's own compressed format instead of plain text. */
  'custom-dump',
  /** NUL bytes: no text of any kind. */
  'not-text',
  /** Not in the encoding that it claims or seems to have. */
  'encoding',
  /** Ends in the middle. */
  'truncated',
  /** A row does not have the cells that its table has. */
  'bad-row',
  'bad-syntax',
  'line-too-long',
  'too-many-columns',
  'too-many-tables',
  'too-deep',
  /** A SQLite file that is encrypted or broken. */
  'damaged',
  /** Nothing in it looks like rows. */
  'no-tables',
] as const
export const fileProblem = z.enum(FILE_PROBLEMS)
export type FileProblem = z.infer<typeof fileProblem>

export const importFileKind = z.enum(['pg-dump', 'sqlite', 'csv', 'vcard', 'json', 'settings'])
export type ImportFileKind = z.infer<typeof importFileKind>

/** What rows can become. `owners` and `settings` are only looked up. */
export const IMPORT_ENTITIES = [
  'owners',
  'contacts',
  'conversations',
  'products',
  'orders',
  'orderLines',
  'messages',
  'settings',
] as const
export const importEntity = z.enum(IMPORT_ENTITIES)
export type ImportEntity = z.infer<typeof importEntity>

/** A table of the file, as it was found. */
export const importTable = z.object({
  name: z.string(),
  columns: z.array(z.string()),
  rows: z.number().int(),
  /** A few first values of each column, cut. */
  samples: z.array(z.array(z.string().nullable())),
})
export type ImportTable = z.infer<typeof importTable>

/** Which table an entity is read from, and which column each of its fields. */
export const importSource = z.object({
  table: z.string().max(500),
  fields: z.record(z.string().max(40), z.string().max(500)),
})
export type ImportSource = z.infer<typeof importSource>

export const importPlan = z.object({
  accountId: z.string().max(100),
  /** ISO 3166-1 alpha-2: how national phone numbers are read. */
  country: z.string().regex(/^[A-Z]{2}$/),
  /** Of amounts that name none. */
  currency,
  /** What times without a zone are in. */
  zone: z.enum(['utc', 'local']),
  /** Only what belongs to this owner, by the old system's id; null for all. */
  owner: z.string().max(500).nullable(),
  sources: z.partialRecord(importEntity, importSource),
  /** People who were erased here come back with the file. Else they are left out, and counted. */
  bringBack: z.boolean().default(false),
})
export type ImportPlan = z.infer<typeof importPlan>

/** Why a row is left out. */
export const SKIP_REASONS = [
  'no-phone',
  'bad-phone',
  'group',
  'bad-time',
  'bad-money',
  /** Of one order: see LIMITS. */
  'too-many-lines',
  'bad-number',
  'bad-direction',
  'no-name',
  'empty',
  /** Refers to a row that is not there, or was left out. */
  'no-such-row',
  /** Of somebody who was erased here. */
  'erased',
  /** Of somebody who is not among the contacts. */
  'stranger',
  /** A chat marked "not for work" here. */
  'not-work',
  /** Waited in the old system, or failed there. */
  'never-sent',
  'other-owner',
  /** The role of whoever imports may not change the catalogue. */
  'no-right',
] as const
export const skipReason = z.enum(SKIP_REASONS)
export type SkipReason = z.infer<typeof skipReason>

export const importCount = z.object({
  entity: importEntity,
  rows: z.number().int(),
  made: z.number().int(),
  /** Here already, or twice in the file. */
  matched: z.number().int(),
  skipped: z.array(
    z.object({
      reason: skipReason,
      count: z.number().int(),
      /** Numbers of a few rows, by the file's own lines. */
      lines: z.array(z.number().int()),
    }),
  ),
})
export type ImportCount = z.infer<typeof importCount>

/** What became of a setting of the old system. Values are not repeated: some are secrets. */
export const oldSetting = z.object({
  name: z.string(),
  outcome: z.enum([
    /** Taken over. */
    'taken',
    /** Chosen here already: that stays. */
    'kept',
    /** Leadline has it: to be set by hand. */
    'by-hand',
    /** Leadline does it by itself. */
    'automatic',
    /** There is no use for it any more. */
    'obsolete',
    'unknown',
  ]),
})
export type OldSetting = z.infer<typeof oldSetting>

export const importReport = z.object({ counts: z.array(importCount), settings: z.array(oldSetting) })
export type ImportReport = z.infer<typeof importReport>

/** How far a field is understood. */
export const importField = z.object({
  name: z.string(),
  column: z.string().nullable(),
  /** Nothing can be taken over without it, or one that stands for it. */
  missing: z.boolean(),
  /** Of the samples of its column, how many can't be read as what the field holds. */
  unreadable: z.number().int(),
  /** Samples that hold anything. */
  filled: z.number().int(),
  /** A few of them. */
  samples: z.array(z.string()),
})
export type ImportField = z.infer<typeof importField>

export const importMapping = z.object({
  entity: importEntity,
  table: z.string().nullable(),
  /** Rows can be taken over. */
  complete: z.boolean(),
  fields: z.array(importField),
})
export type ImportMapping = z.infer<typeof importMapping>

export const importState = z.enum([
  /** The file is being looked through. */
  'reading',
  /** Tables and columns wait to be confirmed. */
  'mapping',
  /** The dry run. */
  'checking',
  /** The dry run's report waits for a decision. */
  'ready',
  'running',
  /** Stopped by a person, or by the end of Leadline: can go on. */
  'stopped',
  'done',
  'failed',
])
export type ImportState = z.infer<typeof importState>

export const importJob = z.object({
  id,
  fileName: z.string(),
  /** Bytes. */
  size: z.number().int(),
  kind: importFileKind.nullable(),
  state: importState,
  /** How far the work under way is; in bytes while reading, in rows else. Null where nobody knows yet. */
  progress: z.object({ done: z.number().int(), total: z.number().int() }).nullable(),
  /** Found in the file; while the plan can be changed. */
  tables: z.array(importTable.omit({ samples: true })),
  plan: importPlan,
  /** The plan, field by field; while it can be changed. */
  mapping: z.array(importMapping),
  /** Owners found, for the choice of one. */
  owners: z.array(z.object({ id: z.string(), name: z.string() })),
  /** Of the dry run, or of the run as far as it is. */
  report: importReport.nullable(),
  /** Why it failed. */
  problem: z
    .object({
      code: z.union([fileProblem, z.enum(['disk-full', 'account-gone', 'internal'])]),
      line: z.number().int().nullable(),
    })
    .nullable(),
  createdAt: instant,
  finishedAt: instant.nullable(),
})
export type ImportJob = z.infer<typeof importJob>
