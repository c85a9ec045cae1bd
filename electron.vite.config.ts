/**
 * One build for both hosts: the app's entries and its database thread into out/main, the screens into out/renderer. An entry that does
 * not exist is left out, so that the service host builds without the desktop's.
 */
import { existsSync } from 'node:fs'
import path from 'node:path'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig, type UserConfig } from 'electron-vite'
import { dependencies } from './package.json'

/** The screens are served from their sources then, and main's files are looked into. */
const isDeveloping = process.env['LEADLINE_BUILD_ONLY'] === 'main'

const at = (file: string): string => path.join(import.meta.dirname, file)

/** Those of the entries whose source is there. */
const entries = (all: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(all).filter(([, file]) => existsSync(at(file))))

const main = entries({
  index: 'src/main/index.ts',
  service: 'src/main/service.ts',
  'database-worker': 'src/main/database-worker.ts',
  'import-worker': 'src/main/import-worker.ts',
})
const preload = entries({ index: 'src/preload/index.ts' })

/**
 * Packages that stay files of their own: programs and binaries that lie in their folders, the library that is used as it was published,
 * and what only the desktop loads. All others become part of the built files, without what is never called and without comments, since
 * each loaded module stays in memory with its whole text (docs/decisions/0027).
 */
const APART = [
  'better-sqlite3',
  'electron-store',
  'electron-updater',
  'keytar',
  'open',
  'puppeteer-core',
  'whatsapp-web.js',
]
const built = Object.keys(dependencies).filter((name) => !APART.includes(name))

const config: UserConfig = {
  main: {
    build: {
      outDir: 'out/main',
      // Node 22.14 is the oldest that runs it.
      target: 'node22',
      sourcemap: true,
      externalizeDeps: { exclude: built },
      rolldownOptions: {
        input: main,
        output: {
          format: 'es',
          // Text with one letter beyond Latin-1 would be kept with two bytes for each of its letters.
          charset: 'ascii',
          // Names at the top of a file stay: what is added to it afterwards, and who reads a stack, knows them.
          minify: isDeveloping ? false : { mangle: { toplevel: false }, compress: true, codegen: true },
          entryFileNames: '[name].js',
          chunkFileNames: 'chunks/[name]-[hash].js',
        },
      },
    },
  },
}

if (!isDeveloping) {
  config.renderer = {
    root: at('src/renderer'),
    plugins: [react(), tailwindcss()],
    build: {
      outDir: at('out/renderer'),
      minify: true,
      target: 'chrome120',
      // One file from this very machine: splitting it would only add waiting.
      chunkSizeWarningLimit: 2_000,
      rolldownOptions: { input: { index: at('src/renderer/index.html') } },
    },
  }
}

// A sandboxed preload must be CommonJS, whatever the package's type.
if (Object.keys(preload).length > 0) {
  config.preload = {
    build: {
      outDir: 'out/preload',
      externalizeDeps: false,
      rolldownOptions: { input: preload, output: { format: 'cjs', entryFileNames: '[name].cjs' } },
    },
  }
}

export default defineConfig(config)
