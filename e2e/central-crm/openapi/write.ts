/** Writes docs/central-crm-api.openapi.yaml from the schemas: `npx tsx e2e/central-crm/openapi/write.ts`. A test compares the two. */
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import * as prettier from 'prettier'
import { openApiDocument, toYaml } from './document'

export const DOCUMENT_FILE = path.resolve(import.meta.dirname, '../../../docs/central-crm-api.openapi.yaml')

/** The document's text, as it is kept in docs/. */
export async function documentText(): Promise<string> {
  const options = await prettier.resolveConfig(DOCUMENT_FILE)
  const head = '# Made by e2e/central-crm/openapi/write.ts; change the schemas there.\n'
  return prettier.format(head + toYaml(openApiDocument()), { ...options, parser: 'yaml' })
}

if (process.argv[1] === import.meta.filename) writeFileSync(DOCUMENT_FILE, await documentText())
