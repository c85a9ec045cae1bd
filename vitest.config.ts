import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: [
      'src/**/*.test.{ts,tsx}',
      'e2e/whatsapp-web/**/*.test.ts',
      'e2e/central-crm/**/*.test.ts',
      'e2e/frappe/**/*.test.ts',
      'e2e/demo/**/*.test.ts',
      'e2e/flaky/**/*.test.ts',
      'docs/**/*.test.ts',
      'eslint/**/*.test.ts',
      'scripts/**/*.test.ts',
    ],
    setupFiles: ['./e2e/harness/properties.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
  },
})
