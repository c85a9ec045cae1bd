/** `npm run bench [-- name...]`: runs the benchmarks named, those of the groups named, or all; prints one line each and writes bench/results.json. */
// As the app's entries do: what is measured is what ships.
import '../src/main/frugal'
import fs from 'node:fs'
import { assistantParser } from './assistant-parser'
import { crmPause, crmPull } from './crm/pull'
import { crmPush } from './crm/push'
import { removeFixtures } from './fixture'
import { ingest } from './ingest'
import { ingestTypeorm } from './ingest-typeorm'
import { inboxPage, threadPageBenchmark } from './pages'
import { lineOf, type Benchmark, type Result } from './runner'
import { searchCommon, searchRare } from './search'

const ALL: readonly Benchmark[] = [
  ingest,
  ingestTypeorm,
  inboxPage,
  threadPageBenchmark,
  searchCommon,
  searchRare,
  assistantParser,
  crmPush,
  crmPull,
  crmPause,
]
const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 7)

const names = process.argv.slice(2)
const isNamed = ({ name, group }: Benchmark): boolean =>
  names.includes(name) || (group !== undefined && names.includes(group))
const unknown = names.filter(
  (name) => !ALL.some((benchmark) => benchmark.name === name || benchmark.group === name),
)
if (unknown.length > 0) {
  console.error(`No benchmark ${unknown.join(', ')}. There are: ${ALL.map(({ name }) => name).join(', ')}.`)
  process.exit(2)
}

const results: Result[] = []
try {
  for (const benchmark of ALL) {
    if (names.length > 0 && !isNamed(benchmark)) continue
    const result = await benchmark.run(ROUNDS)
    results.push(result)
    console.log(lineOf(result))
  }
} finally {
  removeFixtures()
}
fs.writeFileSync('bench/results.json', `${JSON.stringify(results, null, 2)}\n`)
if (results.some(({ holds }) => !holds)) process.exitCode = 1
