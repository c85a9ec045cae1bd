import fs from 'node:fs'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'

/** The service host's entry and the database thread; the desktop's entry once it is there. */
const entries = ['service', 'database-worker', 'index'].filter((name) => fs.existsSync(`src/main/${name}.ts`))
const hasPreload = fs.existsSync('src/preload/index.ts')

export default defineConfig({
  main: {
    build: {
      rolldownOptions: {
        input: Object.fromEntries(entries.map((name) => [name, `src/main/${name}.ts`])),
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  ...(hasPreload
    ? {
        preload: {
          // A sandboxed preload must be CommonJS, whatever package.json says.
          build: {
            rolldownOptions: {
              input: 'src/preload/index.ts',
              output: { format: 'cjs', entryFileNames: '[name].cjs' },
            },
          },
        },
      }
    : {}),
  renderer: {
    root: 'src/renderer',
    build: { minify: true, rolldownOptions: { input: 'src/renderer/index.html' } },
    plugins: [react(), tailwindcss()],
  },
})
