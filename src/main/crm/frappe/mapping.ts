/** How records of ours and documents of Frappe's lie over each other: the shape that each doctype's mapping has. */
import { z } from 'zod'
import { parsePhone } from '../../contacts'
import type { RemoteRecord } from '../connector'
import { same, type Fields } from '../fields'
import type { ChildFilter, Doc, Filter } from './client'
import { REF, type Doctype, type Site } from './site'
import { isoOf, microsOf } from './time'

export interface Mapping {
  doctype: Doctype
  /** Our fields that it keeps. */
  fields: readonly string[]
  /** Null for a document that is no record of ours: without a person, say. */
  read(doc: Doc, site: Site): Fields | null
  /** Of a document that is one of ours and yet can't be read: what was read of it before holds no more. */
  isBeyond?(doc: Doc, site: Site): boolean
  /**
   * What to write for these fields.
   * @param now the document as it stands; null for a new one, for which all fields are asked.
   * @throws {CannotWrite} with the reason in words.
   */
  values(fields: ReadonlySet<string>, body: Fields, now: Doc | null, site: Site): Fields
  /** What tells a document apart where the site lacks our unique field; null where nothing does. */
  identity(body: Fields, site: Site): readonly (Filter | ChildFilter)[] | null
  /** Whether one of these is what this body was made into: what was read of it says the same. */
  isAlike(record: Fields, body: Fields): boolean
}

/** Blanks are the editor's there. */
const bare = (value: unknown): unknown =>
  typeof value === 'string' ? value.replaceAll(/\s+/g, ' ').trim() : (value ?? null)

/** Alike where these fields say the same. */
export const alikeIn =
  (...fields: readonly string[]): Mapping['isAlike'] =>
  (record, body) =>
    fields.every((field) => same(bare(record[field]), bare(body[field])))

/** A record that this CRM can't keep as it is; the message is for the person. */
export class CannotWrite extends Error {
  override readonly name = 'CannotWrite'
}

/** A record's id: its doctype and name. Ids we propose ourselves hold no slash. */
export const idOf = (doctype: string, name: string): string => `${doctype}/${name}`

export function placeOf(id: unknown): { doctype: string; name: string } | null {
  const [, doctype, name] = /^([^/]+)\/(.+)$/s.exec(typeof id === 'string' ? id : '') ?? []
  return doctype !== undefined && name !== undefined ? { doctype, name } : null
}

export const nameIn = (id: unknown, doctype: Doctype): string | null => {
  const place = placeOf(id)
  return place?.doctype === doctype ? place.name : null
}

/** The text of a field; null for none. */
export const textIn = (doc: Fields, field: string): string | null => {
  const value = doc[field]
  return typeof value === 'string' && value.trim() !== ''
    ? value
    : typeof value === 'number'
      ? String(value)
      : null
}

export const rowsIn = (doc: Fields | null, field: string): Fields[] =>
  z.array(z.record(z.string(), z.unknown())).safeParse(doc?.[field]).data ?? []

/** A number that says its country, in any way of writing it, in E.164. */
function international(text: string): string | null {
  const bare = text.replaceAll(/[\s().\u00A0-]/g, '')
  return /^\+[1-9]\d{6,14}$/.test(bare) ? bare : null
}

/** A number in any way of writing it, in E.164; one that does not say its country is of the person's here. Null for none. */
export const e164 = (text: string | null, { country }: Pick<Site, 'country'>): string | null =>
  text === null ? null : (international(text) ?? (country === null ? null : parsePhone(text, country)))

/** Whether it would be read as something else where the person's country were another. */
export const isNational = (text: string | null): boolean => text !== null && international(text) === null

/** A whole record with what every record has; null for a document without a time. */
export function recordOf(mapping: Mapping, doc: Doc, site: Site): RemoteRecord | null {
  const fields = mapping.read(doc, site)
  const version = microsOf(doc.modified)
  const updatedAt = isoOf(doc.modified, site.zone)
  if (!fields || version === null || updatedAt === null) return null
  const createdAt = isoOf(doc.creation, site.zone) ?? updatedAt
  const ref = textIn(doc, REF)
  return {
    ...{ id: idOf(mapping.doctype, doc.name), version, deleted: false, createdAt, updatedAt },
    ...(ref === null ? {} : { clientRef: ref }),
    ...fields,
  }
}

/** Made by a Leadline. */
export const isOurs = (doc: Doc): boolean => textIn(doc, REF) !== null

export const stringOf = (body: Fields, field: string): string | null => {
  const value = body[field]
  return typeof value === 'string' ? value : null
}
