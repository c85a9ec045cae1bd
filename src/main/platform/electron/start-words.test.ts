import { expect, it } from 'vitest'
import { LANGUAGES } from '../../../contract'
import { LAST_WORDS, ofSecondStart } from './start-words'

it('tells in every language what a second start met, and in which process', () => {
  for (const language of LANGUAGES) {
    const words = LAST_WORDS[language]
    const said = [
      ofSecondStart({ kind: 'desktop', pid: 7 }, words),
      ofSecondStart({ kind: 'silent', pid: 7 }, words),
      ofSecondStart({ kind: 'shown', pid: 7, address: 'http://127.0.0.1:1/?token=t' }, words),
    ]
    for (const each of said) expect(each).toMatch(/\b7\b/)
    // The address lets in once; a window that stays on the screen is no place for it.
    expect(said.join()).not.toContain('token')
    expect(new Set([...said, ofSecondStart({ kind: 'starting' }, words)]).size).toBe(4)
  }
})
