/**
 * Draws every icon from its SVG, in the installed browser: the app's for each system, and the tray's for each state, below resources/. Run by hand after a change
 * (`node scripts/icons.mjs`); what it makes is committed, so that building needs no browser.
 */
import './node-guard.mjs'
import fs from 'node:fs'
import path from 'node:path'
import { chromium } from '@playwright/test'
import { ensureBrowser } from './ensure-browser.mjs'
import { ROOT } from './run.mjs'
import { overlayIcons, trayIcons } from './tray-icons.mjs'

const RESOURCES = path.join(ROOT, 'resources')
const APP_ICON = path.join(ROOT, 'src/renderer/icon.svg')
/** Pixels. Linux asks for each size, Windows and macOS put several into one file. */
const LINUX = [16, 24, 32, 48, 64, 128, 256, 512]
const WINDOWS = [16, 24, 32, 48, 64, 128, 256]
/** Kinds of picture in an .icns file and their pixels; the names ending in @2x are separate kinds. */
const MACOS = { icp4: 16, ic11: 32, icp5: 32, ic12: 64, ic07: 128, ic13: 256, ic08: 256, ic14: 512, ic09: 512, ic10: 1024 } // prettier-ignore

/** Apple's icons keep a margin of a tenth around the shape. */
const MACOS_SCALE = 0.82

/** @returns {Buffer} */
function ico(pictures) {
  const head = Buffer.alloc(6 + 16 * pictures.length)
  head.writeUInt16LE(1, 2)
  head.writeUInt16LE(pictures.length, 4)
  let offset = head.length
  for (const [index, { size, png }] of pictures.entries()) {
    const at = 6 + 16 * index
    // 0 stands for 256.
    head.writeUInt8(size % 256, at)
    head.writeUInt8(size % 256, at + 1)
    head.writeUInt16LE(1, at + 4)
    head.writeUInt16LE(32, at + 6)
    head.writeUInt32LE(png.length, at + 8)
    head.writeUInt32LE(offset, at + 12)
    offset += png.length
  }
  return Buffer.concat([head, ...pictures.map(({ png }) => png)])
}

/** @returns {Buffer} */
function icns(pictures) {
  const parts = pictures.map(({ kind, png }) => {
    const head = Buffer.alloc(8)
    head.write(kind, 0, 'latin1')
    head.writeUInt32BE(png.length + 8, 4)
    return Buffer.concat([head, png])
  })
  const head = Buffer.alloc(8)
  head.write('icns', 0, 'latin1')
  head.writeUInt32BE(8 + parts.reduce((sum, part) => sum + part.length, 0), 4)
  return Buffer.concat([head, ...parts])
}

const found = await ensureBrowser()
if ('error' in found) throw new Error(found.error)
const args = process.getuid?.() === 0 ? ['--no-sandbox'] : []
const browser = await chromium.launch({ executablePath: found.executable, args })
const page = await browser.newPage()

/** A picture of an SVG, `size` pixels wide and high, transparent around it. */
async function draw(svg, size, scale = 1) {
  await page.setViewportSize({ width: size, height: size })
  const source = `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`
  const side = `${size * scale}px`
  await page.setContent(
    `<style>*{margin:0}body{width:${size}px;height:${size}px;display:grid;place-items:center}img{width:${side};height:${side}}</style><img src="${source}">`,
  )
  await page.locator('img').evaluate((image) => image.decode())
  return page.screenshot({ omitBackground: true })
}

const app = fs.readFileSync(APP_ICON, 'utf8')
fs.mkdirSync(path.join(RESOURCES, 'icons'), { recursive: true })
for (const size of LINUX)
  fs.writeFileSync(path.join(RESOURCES, 'icons', `${size}x${size}.png`), await draw(app, size))
const windows = []
for (const size of WINDOWS) windows.push({ size, png: await draw(app, size) })
fs.writeFileSync(path.join(RESOURCES, 'icon.ico'), ico(windows))
const macos = []
for (const [kind, size] of Object.entries(MACOS))
  macos.push({ kind, png: await draw(app, size, MACOS_SCALE) })
fs.writeFileSync(path.join(RESOURCES, 'icon.icns'), icns(macos))
fs.mkdirSync(path.join(RESOURCES, 'tray'), { recursive: true })
for (const { name, svg, size } of [...trayIcons(), ...overlayIcons()])
  fs.writeFileSync(path.join(RESOURCES, 'tray', `${name}.png`), await draw(svg, size))

await browser.close()
