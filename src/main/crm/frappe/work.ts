/** Notes and tasks, which hang on people, leads and orders. */
import { z } from 'zod'
import type { Fields } from '../fields'
import { alikeIn, CannotWrite, idOf, placeOf, stringOf, textIn, type Mapping } from './mapping'
import { fromHtml, toHtml } from './text'
import { isoOf, siteTime } from './time'
import type { Site } from './site'

const subject = z.object({ kind: z.string(), id: z.string() })

const KINDS: Readonly<Record<string, 'contact' | 'lead' | 'order'>> = {
  Contact: 'contact',
  'CRM Lead': 'lead',
  'CRM Deal': 'lead',
  'Sales Order': 'order',
}
/** A title's length, and no more than one line. */
const titleOf = (text: string): string => (text.split('\n', 1)[0] ?? '').slice(0, 140).trim() || '…'

function readSubject(doc: Fields): Fields | null {
  const doctype = textIn(doc, 'reference_doctype')
  const name = textIn(doc, 'reference_docname')
  const kind = doctype === null ? undefined : KINDS[doctype]
  return doctype !== null && name !== null && kind ? { kind, id: idOf(doctype, name) } : null
}

function reference(body: Fields): { reference_doctype: string; reference_docname: string } | null {
  const place = placeOf(subject.safeParse(body['subject']).data?.id)
  return place && { reference_doctype: place.doctype, reference_docname: place.name }
}

const identityOf = (body: Fields, title: string): readonly (readonly [string, string, unknown])[] => {
  const about = reference(body)
  return [
    ['title', '=', title],
    ...(about ? Object.entries(about).map(([field, value]) => [field, '=', value] as const) : []),
  ]
}

export const note: Mapping = {
  doctype: 'FCRM Note',
  fields: ['subject', 'body'],
  read: (doc) => {
    const about = readSubject(doc)
    const content = fromHtml(textIn(doc, 'content') ?? '')
    const title = textIn(doc, 'title') ?? ''
    // A title of its own, written there, belongs to what is read here.
    const body = content.startsWith(title.replace(/…$/, '')) ? content : `${title}\n${content}`.trim()
    return about && body !== '' ? { subject: about, body, ownerId: textIn(doc, 'owner') } : null
  },
  values: (fields, body) => {
    const text = stringOf(body, 'body') ?? ''
    return {
      ...(fields.has('subject') ? (reference(body) ?? {}) : {}),
      ...(fields.has('body') ? { title: titleOf(text), content: toHtml(text) } : {}),
    }
  },
  identity: (body) => identityOf(body, titleOf(stringOf(body, 'body') ?? '')),
  isAlike: alikeIn('subject', 'body'),
}

const PRIORITIES = { low: 'Low', normal: 'Medium', high: 'High' } as const
const DONE: readonly (string | null)[] = ['Done', 'Canceled']

const due = (body: Fields, site: Site): string | null => {
  const at = stringOf(body, 'dueAt')
  return at === null ? null : siteTime(Date.parse(at), site.zone)
}

export const task: Mapping = {
  doctype: 'CRM Task',
  fields: ['subject', 'title', 'body', 'dueAt', 'done', 'priority'],
  read: (doc, site) => {
    const title = textIn(doc, 'title')
    if (title === null) return null
    const priority = textIn(doc, 'priority')
    const known = Object.entries(PRIORITIES).find(([, theirs]) => theirs === priority)?.[0]
    const description = textIn(doc, 'description')
    return {
      ...{ subject: readSubject(doc), title, body: description === null ? null : fromHtml(description) },
      ...{ dueAt: isoOf(doc['due_date'], site.zone), done: DONE.includes(textIn(doc, 'status')) },
      ...{ priority: known ?? 'normal', ownerId: textIn(doc, 'assigned_to') },
    }
  },
  values: (fields, body, now, site) => {
    const text = stringOf(body, 'body')
    const priority = stringOf(body, 'priority') as keyof typeof PRIORITIES | null
    const isDone = body['done'] === true
    const wasDone = now !== null && DONE.includes(textIn(now, 'status'))
    if (stringOf(body, 'title') === null) throw new CannotWrite('A task needs a title.')
    return {
      ...(fields.has('subject') ? (reference(body) ?? {}) : {}),
      ...(fields.has('title') ? { title: stringOf(body, 'title') } : {}),
      ...(fields.has('body') ? { description: text === null ? '' : toHtml(text) } : {}),
      ...(fields.has('dueAt') ? { due_date: due(body, site) } : {}),
      ...(fields.has('priority') ? { priority: PRIORITIES[priority ?? 'normal'] } : {}),
      // Whatever else it is called there while it is open stays.
      ...(fields.has('done') && isDone !== wasDone ? { status: isDone ? 'Done' : 'Todo' } : {}),
    }
  },
  identity: (body) => identityOf(body, stringOf(body, 'title') ?? ''),
  isAlike: alikeIn('subject', 'title', 'body'),
}
