/** Paper from the real browser. */
import { once } from 'node:events'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { pdfText } from '../../../../e2e/files/pdf-text'
import { PAPER_FONTS } from '../../paper/fonts'
import { createNodePrinter } from './printer'

test('it prints every script, runs none, fetches nothing and leaves nothing behind', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'leadline-print-'))
  const seen: string[] = []
  const server = createServer((request, response) => {
    seen.push(request.url ?? '')
    response.end()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const there = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  try {
    const pdf = await createNodePrinter({ folder }).pdf(
      `<!doctype html><meta charset="utf-8"><style>${PAPER_FONTS} * { font-family: 'Inter Variable', 'Noto Sans Devanagari Variable' }</style><link rel="stylesheet" href="${there}/style.css"><img src="${there}/picture">
       <p>श्रीकृष्ण</p><p>Łódź 1.234,50</p><p>قهوة</p><p id="it">as it was</p>
       <script>document.getElementById('it').textContent = 'changed'; fetch('${there}/script')</script>
       <iframe src="${there}/frame"></iframe>`,
    )
    const text = pdfText(Buffer.from(pdf)).join('')
    for (const word of ['श्रीकृष्ण', 'Łódź 1.234,50', 'as it was']) expect(text).toContain(word)
    // Arabic is drawn from its end.
    expect(text).toContain('\u0629\u0648\u0647\u0642')
    expect(seen).toEqual([])
    expect(await readdir(folder)).toEqual([])
  } finally {
    server.close()
    await rm(folder, { recursive: true, force: true })
  }
}, 60_000)
