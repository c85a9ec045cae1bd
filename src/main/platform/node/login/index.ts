/** Installs and removes the start at login of the service host. What is written and run is decided in recipe.ts. */
import { execFile } from 'node:child_process'
import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { DEFAULT_PORT, type ServiceOptions } from '../options'
import { loginCommand, loginRecipe, type LoginCommand, type LoginRecipe } from './recipe'

export type RunCommand = (command: LoginCommand) => Promise<void>

const execute = promisify(execFile)

/** @throws {Error} with what the program said. */
async function run({ program, args }: LoginCommand): Promise<void> {
  try {
    await execute(program, [...args], { windowsHide: true })
  } catch (error) {
    const said =
      typeof error === 'object' && error !== null && 'stderr' in error ? String(error.stderr).trim() : ''
    const why = said || (error instanceof Error ? error.message : String(error))
    throw new Error(`${program} did not take it: ${why}`, { cause: error })
  }
}

async function isThere(file: string): Promise<boolean> {
  try {
    await fs.access(file)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false
    throw error
  }
}

/** Writes the file and tells the system. May be done again, with other options. @throws {Error} in words. */
export async function installLogin(recipe: LoginRecipe, runCommand: RunCommand = run): Promise<void> {
  await fs.mkdir(path.dirname(recipe.file), { recursive: true })
  await fs.writeFile(recipe.file, recipe.content, { encoding: recipe.encoding, mode: 0o600 })
  try {
    for (const command of recipe.install) await runCommand(command)
  } catch (error) {
    // Nothing half done: a file that the system does not know of starts nothing.
    await fs.rm(recipe.file, { force: true })
    throw error
  }
}

/** False where nothing was installed. @throws {Error} in words. */
export async function removeLogin(recipe: LoginRecipe, runCommand: RunCommand = run): Promise<boolean> {
  if (!(await isThere(recipe.file))) return false
  for (const command of recipe.remove) await runCommand(command)
  await fs.rm(recipe.file)
  for (const command of recipe.removed) await runCommand(command)
  return true
}

/**
 * `--install-login` and `--remove-login`: does it and answers in words what was done.
 * @param script the service host's own.
 * @throws {Error} in words.
 */
export async function arrangeLogin(
  what: 'install' | 'remove',
  options: ServiceOptions,
  script: string,
): Promise<string> {
  if (options.whatsapp) throw new Error('A Leadline for development is not started at login.')
  const dataDir = options.dataDir === null ? null : path.resolve(options.dataDir)
  const command = loginCommand(process.execPath, script, { ...options, dataDir }, DEFAULT_PORT)
  const recipe = loginRecipe(command, { system: process.platform, home: os.homedir(), env: process.env })
  if (what === 'install') {
    await installLogin(recipe)
    return `Leadline starts when you sign in from the next time on (${recipe.file}). What runs now is left alone.`
  }
  const removed = await removeLogin(recipe)
  return removed
    ? 'Leadline no longer starts when you sign in. What runs now is left alone.'
    : 'Leadline was not set to start when you sign in; nothing was changed.'
}
