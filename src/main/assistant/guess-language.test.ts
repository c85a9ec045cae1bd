import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { guessLanguage } from './guess-language'

describe('the language somebody writes', () => {
  it.each([
    [['Hi, do you have the gaming laptop?', 'How much is it?'], 'en'],
    [['Kak, laptopnya masih ada?', 'berapa harga yang 16 GB ya', 'bisa kirim ke Bandung?'], 'id'],
    [['नमस्ते', 'गेमिंग लैपटॉप चाहिए', 'कितने का है?'], 'hi'],
    [['Laptop gaming kitne ka hai bhai', 'kal tak mil jayega kya'], null],
    [['bhaiya kal ke order ke paise di ya nahi'], null],
    [['aap ke paas gaming laptop hai? 2 din ke andar chahiye ya kal'], null],
    [['maine do chair ke paise diye the, do aur bhej do'], null],
    [['ok', '👍', '12'], null],
    [[], null],
    // Half and half says nothing.
    [['how much is this', 'berapa harga ini kak'], null],
  ])('%j: %s', (texts, language) => {
    expect(guessLanguage(texts)).toBe(language)
  })

  it('is guessed of any text without a fault', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' })), (texts) => {
        guessLanguage(texts)
      }),
    )
  })
})
