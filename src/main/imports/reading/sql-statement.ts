/**
 * Cuts SQL into statements, line by line, without reading anything twice: quotes ('…', E'…', "…", $tag$…$tag$) and comments (to the
 * end of the line, and nested) are passed over, whatever they hold.
 */
import { LONGEST, UnreadableFile } from './source'

type Inside =
  | { kind: 'code' }
  | { kind: 'quote'; escapes: boolean }
  | { kind: 'name' }
  | { kind: 'dollar'; tag: string }
  | { kind: 'comment'; depth: number }

export interface Statement {
  /** Without comments and without the semicolon. */
  text: string
  /** Of its first word. */
  line: number
  offset: number
}

const CODE: Inside = { kind: 'code' }
/** Next place in code where something begins. */
const NEXT = /['"$;]|--|\/\*/g
const DOLLAR = /\$(?:[\p{L}_][\p{L}\p{N}_]*)?\$/uy
const WORD_SIGN = /[\p{L}\p{N}_$]/u

export class StatementSplitter {
  private inside: Inside = CODE
  private parts: string[] = []
  private length = 0
  private start: { line: number; offset: number } | null = null

  /** Nothing is under way: what begins now is a new statement. */
  get isBetween(): boolean {
    return this.start === null && this.inside.kind === 'code'
  }

  /** @throws {UnreadableFile} `line-too-long` where a statement gets longer than allowed. */
  feed(text: string, line: number, offset: number): Statement[] {
    const done: Statement[] = []
    let at = 0
    while (at < text.length) {
      if (this.inside.kind === 'code') at = this.code(text, at, { line, offset }, done)
      else at = this.within(text, at, this.inside)
    }
    this.keep('\n')
    if (this.length > LONGEST) throw new UnreadableFile('line-too-long', this.start?.line ?? line)
    return done
  }

  private keep(text: string): void {
    if (this.start === null) return
    this.parts.push(text)
    this.length += text.length
  }

  private code(text: string, at: number, place: { line: number; offset: number }, done: Statement[]): number {
    NEXT.lastIndex = at
    const found = NEXT.exec(text)
    const end = found?.index ?? text.length
    const plain = text.slice(at, end)
    if (this.start === null && plain.trim() !== '') this.start = place
    if (!found) {
      this.keep(plain)
      return end
    }
    const [sign] = found
    if (sign === '--') {
      this.keep(plain)
      return text.length
    }
    if (sign === '/*') {
      this.keep(`${plain} `)
      this.inside = { kind: 'comment', depth: 1 }
      return end + 2
    }
    if (sign === ';') {
      this.keep(plain)
      this.finish(done)
      return end + 1
    }
    this.start ??= place
    if (sign === '$') return this.dollar(text, plain, end)
    this.keep(plain + sign)
    this.inside = sign === '"' ? { kind: 'name' } : { kind: 'quote', escapes: isEscapeString(text, end) }
    return end + 1
  }

  private dollar(text: string, plain: string, end: number): number {
    DOLLAR.lastIndex = end
    const before = text[end - 1]
    const tag = before !== undefined && WORD_SIGN.test(before) ? null : DOLLAR.exec(text)
    if (!tag) {
      this.keep(`${plain}$`)
      return end + 1
    }
    this.keep(plain + tag[0])
    this.inside = { kind: 'dollar', tag: tag[0] }
    return end + tag[0].length
  }

  private within(text: string, at: number, inside: Exclude<Inside, { kind: 'code' }>): number {
    if (inside.kind === 'comment') return this.comment(text, at, inside)
    if (inside.kind === 'dollar') return this.until(text, at, inside.tag)
    if (inside.kind === 'name') return this.until(text, at, '"')
    if (!inside.escapes) return this.until(text, at, "'")
    for (let end = at; end < text.length; end++) {
      if (text[end] === '\\') end++
      else if (text[end] === "'") return this.close(text, at, end + 1)
    }
    this.keep(text.slice(at))
    return text.length
  }

  /** A doubled quote is a quote that closes and opens again: the same to whoever only looks for the end. */
  private until(text: string, at: number, sign: string): number {
    const end = text.indexOf(sign, at)
    if (end !== -1) return this.close(text, at, end + sign.length)
    this.keep(text.slice(at))
    return text.length
  }

  private close(text: string, at: number, end: number): number {
    const { inside } = this
    this.keep(text.slice(at, end))
    this.inside = CODE
    // The second of two quotes goes on with the same kind of string.
    if (inside.kind === 'quote' && inside.escapes && text[end] === "'") {
      this.keep("'")
      this.inside = inside
      return end + 1
    }
    return end
  }

  private comment(text: string, at: number, inside: { kind: 'comment'; depth: number }): number {
    const mark = /\/\*|\*\//g
    mark.lastIndex = at
    const found = mark.exec(text)
    if (!found) return text.length
    const depth = inside.depth + (found[0] === '/*' ? 1 : -1)
    this.inside = depth === 0 ? CODE : { kind: 'comment', depth }
    return found.index + 2
  }

  private finish(done: Statement[]): void {
    const text = this.parts.join('').trim()
    if (this.start !== null && text !== '') done.push({ text, ...this.start })
    this.parts = []
    this.length = 0
    this.start = null
  }
}

/** Whether the quote at this place belongs to E'…'. */
function isEscapeString(text: string, quote: number): boolean {
  const e = text[quote - 1]
  if (e !== 'e' && e !== 'E') return false
  const before = text[quote - 2]
  return before === undefined || !WORD_SIGN.test(before)
}
