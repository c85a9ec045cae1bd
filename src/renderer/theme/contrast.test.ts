/** The marks of accounts can be told from every surface they lie on (WCAG 1.4.11: 3:1), in light and dark. */
import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { ACCOUNT_COLOURS } from '../../contract'

const css = fs.readFileSync(path.join(import.meta.dirname, 'tokens.css'), 'utf8')

function tokensOf(theme: 'light' | 'dark'): Map<string, string> {
  const block = new RegExp(`\\[data-theme='${theme}'\\] \\{([^}]*)\\}`).exec(css)?.[1] ?? ''
  return new Map(
    [...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name, value]) => [name!, value!]),
  )
}

/** Relative luminance of `#rrggbb`. */
function luminance(colour: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!
}
function contrast(a: string, b: string): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y)
  return (light! + 0.05) / (dark! + 0.05)
}

describe.each(['light', 'dark'] as const)('%s', (theme) => {
  const tokens = tokensOf(theme)
  it.each(ACCOUNT_COLOURS)('%s stands out', (colour) => {
    const mark = tokens.get(`account-${colour}`)
    expect(mark).toBeDefined()
    for (const surface of ['surface-0', 'surface-1', 'surface-2', 'surface-3'])
      expect(contrast(mark!, tokens.get(surface)!), surface).toBeGreaterThanOrEqual(3)
  })
})
