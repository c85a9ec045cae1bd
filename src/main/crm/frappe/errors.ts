/** Frappe's refusals: told apart by `exc_type`, in the words of `_server_messages`. Pure. */
import { z } from 'zod'
import type { Problem } from '../wire'

const body = z.looseObject({
  exc_type: z.string().optional(),
  /** `frappe.exceptions.ValidationError: The words.` */
  exception: z.string().optional(),
  /** JSON in JSON: a list of texts, each an object with `message` or plain words. */
  _server_messages: z.string().optional(),
  _error_message: z.string().optional(),
})

const said = z.object({ message: z.string() })

/** Without the HTML that Frappe puts around names. */
const plain = (html: string): string =>
  html
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll('&nbsp;', ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
    .replaceAll(/\s+/g, ' ')
    .trim()

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Plain words.
    return text
  }
}

function messagesOf(text: string | undefined): string[] {
  const list = z.array(z.string()).safeParse(text === undefined ? [] : parsed(text)).data ?? []
  return list.flatMap((one) => {
    const inner = parsed(one)
    const words = said.safeParse(inner).data?.message ?? (typeof inner === 'string' ? inner : '')
    return words === '' ? [] : [plain(words)]
  })
}

/** What can be tried again just as it was, though the status says no: somebody else had the record at that moment. */
export const PASSING: ReadonlySet<string> = new Set([
  'QueryDeadlockError',
  'QueryTimeoutError',
  'DocumentLockedError',
])

/** A refusal of Frappe's as a problem, `type` its exception's name; null for what Frappe did not say. */
export function frappeProblem(status: number, answer: unknown): Problem | null {
  const { data } = body.safeParse(answer)
  if (!data || (data.exc_type ?? data.exception ?? data._server_messages) === undefined) return null
  const [, name, words] = /^(?:[\w.]*\.)?(\w+)(?::\s*([\s\S]*))?$/.exec(data.exception ?? '') ?? []
  const type = data.exc_type ?? name ?? 'Error'
  const detail = messagesOf(data._server_messages).join(' ') || plain(data._error_message ?? words ?? '')
  return { type, title: `${type} (${status})`, detail, errors: [] }
}
