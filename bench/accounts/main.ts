/**
 * `npm run bench -- accounts`: the built app and its browsers against the bare library, so it takes minutes, and a quiet machine. Prints a
 * line each and adds to bench/results.json. BENCH_ACCOUNT_ROUNDS (3), BENCH_ACCOUNTS (10), BENCH_FAULTS (200).
 */
import fs from 'node:fs'
import { lineOf, type Result } from '../runner'
import { faults } from './faults'
import { memory } from './memory'
import { start } from './start'

const ALL = [start, memory, faults]
const ROUNDS = Number(process.env['BENCH_ACCOUNT_ROUNDS'] ?? 3)
const FILE = 'bench/results.json'

const names = process.argv.slice(2)
const unknown = names.filter(
  (name) => name !== 'accounts' && !ALL.some((benchmark) => benchmark.name === name),
)
if (unknown.length > 0) {
  console.error(
    `No benchmark ${unknown.join(', ')}. There are: accounts, ${ALL.map(({ name }) => name).join(', ')}.`,
  )
  process.exit(2)
}
const isWanted = (name: string): boolean =>
  names.length === 0 || names.includes('accounts') || names.includes(name)
const results = fs.existsSync(FILE) ? (JSON.parse(fs.readFileSync(FILE, 'utf8')) as Result[]) : []

for (const benchmark of ALL.filter(({ name }) => isWanted(name))) {
  const result = await benchmark.run(ROUNDS)
  console.log(lineOf(result))
  const others = results.filter(({ name }) => name !== result.name)
  results.splice(0, results.length, ...others, result)
  if (!result.holds) process.exitCode = 1
}
fs.writeFileSync(FILE, `${JSON.stringify(results, null, 2)}\n`)
