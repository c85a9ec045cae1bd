/**
 * The words are complete: the same keys in all languages with the plural forms each needs, the same variables, every key used and every
 * used key there, and no text written straight into a screen.
 */
import fs from 'node:fs'
import path from 'node:path'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'

const HERE = import.meta.dirname
const RENDERER = path.resolve(HERE, '..')
const LANGUAGES = ['en', 'hi', 'id']
const SUFFIX = /_(zero|one|two|few|many|other)$/

/** All keys of a language with their texts: `inbox.search` -> "Search …". */
function wordsOf(language: string): Map<string, string> {
  const words = new Map<string, string>()
  const walk = (value: unknown, key: string) => {
    if (typeof value === 'string') words.set(key, value)
    else if (typeof value === 'object' && value !== null)
      for (const [name, inner] of Object.entries(value)) walk(inner, `${key}.${name}`)
  }
  const folder = path.join(HERE, 'locales', language)
  for (const file of fs.readdirSync(folder)) {
    const content: unknown = JSON.parse(fs.readFileSync(path.join(folder, file), 'utf8'))
    walk(content, file.replace('.json', ''))
  }
  return words
}

/** One word for one thing: what is never said in a language, because another word is said for it everywhere. */
const UNUSED: Record<string, RegExp> = {
  // obrolan, berkas, data diagnostik, komputer
  id: /\b(chat|file|filenya|diagnosis|mesin ini)\b/i,
  // सेटिंग, समूह, जाँच रिपोर्ट, वर्शन, कंप्यूटर
  hi: /सेटिंग्स|ग्रुप|निदान|संस्करण|मशीन/,
}

const all = new Map(LANGUAGES.map((language) => [language, wordsOf(language)]))
const bare = (key: string) => key.replace(SUFFIX, '')
const isPlural = (key: string) => SUFFIX.test(key)
const variables = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]).sort()

interface Use {
  file: string
  /** The whole key, or for a template only how it begins and ends. */
  start: string
  end: string | null
}

function sources(): ts.SourceFile[] {
  return fs
    .readdirSync(RENDERER, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file))
    .map((file) => {
      const kind = file.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS
      const text = fs.readFileSync(path.join(RENDERER, file), 'utf8')
      return ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true, kind)
    })
}

const files = sources()
const areas = fs.readdirSync(path.join(HERE, 'locales/en')).map((file) => file.replace('.json', ''))
const looksLikeKey = (text: string) =>
  areas.some((area) => text.startsWith(`${area}.`)) && /^[\w.-]+$/.test(text)

/** Every string that is or begins a key, wherever it stands: keys are also handed on (`t(open ? 'a.b' : 'a.c')`, tables of them). */
function uses(): Use[] {
  const found: Use[] = []
  for (const file of files) {
    const visit = (node: ts.Node) => {
      if (ts.isStringLiteralLike(node) && looksLikeKey(node.text) && !ts.isImportDeclaration(node.parent))
        found.push({ file: file.fileName, start: node.text, end: null })
      if (ts.isTemplateExpression(node) && looksLikeKey(node.head.text))
        found.push({
          file: file.fileName,
          start: node.head.text,
          end: node.templateSpans.at(-1)?.literal.text ?? '',
        })
      ts.forEachChild(node, visit)
    }
    visit(file)
  }
  return found
}

const english = all.get('en') ?? new Map<string, string>()
const known = new Set([...english.keys()].map(bare))

describe('the words', () => {
  it.each(LANGUAGES)('%s has exactly the keys of English', (language) => {
    const keys = new Set([...(all.get(language)?.keys() ?? [])].map(bare))
    expect({
      missing: [...known].filter((key) => !keys.has(key)),
      extra: [...keys].filter((key) => !known.has(key)),
    }).toEqual({ missing: [], extra: [] })
  })

  it.each(LANGUAGES)('%s has every plural form its grammar asks for', (language) => {
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories
    const words = all.get(language) ?? new Map<string, string>()
    const plurals = new Set([...english.keys()].filter(isPlural).map(bare))
    const missing = [...plurals].flatMap((key) =>
      forms.map((form) => `${key}_${form}`).filter((full) => !words.has(full)),
    )
    expect(missing).toEqual([])
  })

  it.each(LANGUAGES)('%s uses the variables of English and leaves nothing empty', (language) => {
    const wrong: string[] = []
    for (const [key, text] of all.get(language) ?? []) {
      const model = english.get(key) ?? english.get(`${bare(key)}_other`) ?? ''
      // "One" may leave its number out.
      const given = variables(text)
      const wanted = variables(model)
      const fits = key.endsWith('_one')
        ? given.every((name) => wanted.includes(name))
        : given.join() === wanted.join()
      if (!fits || text.trim() === '') wrong.push(key)
    }
    expect(wrong).toEqual([])
  })

  it.each(Object.entries(UNUSED))('says one word for one thing: %s', (language, unused) => {
    const words = [...(all.get(language) ?? [])]
    expect(words.filter(([, text]) => unused.test(text))).toEqual([])
  })

  it('are all there where the screens ask for them', () => {
    const missing = uses().filter(({ start, end }) =>
      end === null
        ? !known.has(start)
        : ![...known].some((key) => key.startsWith(start) && key.endsWith(end)),
    )
    expect(missing).toEqual([])
  })

  it('are all used', () => {
    const used = uses()
    const isUsed = (key: string) =>
      used.some(({ start, end }) =>
        end === null ? start === key : key.startsWith(start) && key.endsWith(end),
      )
    expect([...known].filter((key) => !isUsed(key))).toEqual([])
  })

  it('are nowhere written straight into a screen', () => {
    const ATTRIBUTES = new Set([
      'aria-label',
      'label',
      'title',
      'placeholder',
      'alt',
      'text',
      'hint',
      'description',
    ])
    const letters = /\p{L}{2,}/u
    const hard: string[] = []
    for (const file of files) {
      const visit = (node: ts.Node) => {
        const at = () => `${file.fileName}:${file.getLineAndCharacterOfPosition(node.getStart()).line + 1}`
        if (ts.isJsxText(node) && letters.test(node.text)) hard.push(`${at()} ${node.text.trim()}`)
        if (
          ts.isJsxAttribute(node) &&
          ATTRIBUTES.has(node.name.getText()) &&
          node.initializer &&
          ts.isStringLiteral(node.initializer) &&
          letters.test(node.initializer.text)
        )
          // A key as in hint="Alt+I" is no word, nor is an address.
          if (!/^(Mod|Alt|Shift|Enter|Escape)(\+.)?$|^https?:/.test(node.initializer.text))
            hard.push(`${at()} ${node.initializer.text}`)
        ts.forEachChild(node, visit)
      }
      visit(file)
    }
    expect(hard).toEqual([])
  })
})
