/**
 * One build for both hosts: the app's entries and its database thread into out/main, the screens into out/renderer. An entry that does
 * not exist is left out, so that the service host builds without the desktop's.
 */
import { existsSync } from 'node:fs'
import path from 'node:path'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig, type UserConfig } from 'electron-vite'

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

const config: UserConfig = {
  main: {
    build: {
      outDir: 'out/main',
      // Node 22.14 is the oldest that runs it.
      target: 'node22',
      sourcemap: true,
      externalizeDeps: true,
      rolldownOptions: {
        input: main,
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
}

// While developing, the screens are served from their sources instead.
if (process.env['LEADLINE_BUILD_ONLY'] !== 'main') {
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
