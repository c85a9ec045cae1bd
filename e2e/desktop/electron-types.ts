/**
 * What Electron's own type declarations say of its main-process API, as data: which members there are, and what each gives back. The
 * stand-in is made from it, so that it can't know a member that Electron doesn't.
 */
import path from 'node:path'
import ts from 'typescript'

/** What a method answers, or a property is, as far as the stand-in has to make one up. */
export type Shape =
  | { is: 'void' | 'boolean' | 'string' | 'number' | 'other' }
  | { is: 'promise' | 'array'; of: Shape }
  | { is: 'object'; type: string }

export interface Member {
  kind: 'method' | 'property'
  shape: Shape
}

export interface ElectronTypes {
  /** Name of an export to what it is: an object of a type, or a class with static members. */
  exports: Record<string, { object: string } | { class: string; statics: Record<string, Member> }>
  /** Members of each type that can be reached. */
  types: Record<string, Record<string, Member>>
}

export const ROOT = path.resolve(import.meta.dirname, '../..')

export const COMPILER: ts.CompilerOptions = {
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  types: ['node', 'electron'],
  target: ts.ScriptTarget.ES2023,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
}

/** A program of one file that exists in memory alone, beside the project's packages. */
export function programOf(text: string): { program: ts.Program; file: ts.SourceFile } {
  const name = path.join(ROOT, 'e2e/desktop/in-memory.ts')
  const host = ts.createCompilerHost(COMPILER)
  const { getSourceFile, fileExists } = host
  const file = ts.createSourceFile(name, text, ts.ScriptTarget.ES2023, true)
  host.getSourceFile = (asked, ...rest) => (asked === name ? file : getSourceFile.call(host, asked, ...rest))
  host.fileExists = (asked) => asked === name || fileExists.call(host, asked)
  return { program: ts.createProgram([name], COMPILER, host), file }
}

/** The compiler's types promise a symbol; primitives have none. */
const symbolOf = (type: ts.Type): ts.Symbol | undefined => type.symbol
const nameOf = (type: ts.Type): string | undefined => symbolOf(type)?.getName()

export function readElectronTypes(): ElectronTypes {
  const { program, file } = programOf("import * as electron from 'electron'\nexport default electron\n")
  const checker = program.getTypeChecker()
  const types: ElectronTypes['types'] = {}

  const shapeOf = (type: ts.Type): Shape => {
    const solid = checker.getNonNullableType(type)
    if (type.flags & (ts.TypeFlags.Void | ts.TypeFlags.Undefined)) return { is: 'void' }
    if (solid.flags & ts.TypeFlags.BooleanLike) return { is: 'boolean' }
    if (solid.flags & ts.TypeFlags.StringLike) return { is: 'string' }
    if (solid.flags & ts.TypeFlags.NumberLike) return { is: 'number' }
    const name = nameOf(solid) ?? ''
    if (name === 'Promise') {
      const [of] = checker.getTypeArguments(solid as ts.TypeReference)
      return { is: 'promise', of: of ? shapeOf(of) : { is: 'void' } }
    }
    if (checker.isArrayType(solid)) {
      const [of] = checker.getTypeArguments(solid as ts.TypeReference)
      return { is: 'array', of: of ? shapeOf(of) : { is: 'other' } }
    }
    if (isElectrons(solid) && solid.isClassOrInterface()) {
      learn(name, solid)
      return { is: 'object', type: name }
    }
    return { is: 'other' }
  }
  const isElectrons = (type: ts.Type): boolean =>
    symbolOf(type)?.declarations?.some((one) => /electron\.d\.ts$/.test(one.getSourceFile().fileName)) ??
    false
  const memberOf = (symbol: ts.Symbol): Member => {
    const type = checker.getTypeOfSymbol(symbol)
    const [signature] = type.getCallSignatures()
    return signature
      ? { kind: 'method', shape: shapeOf(signature.getReturnType()) }
      : { kind: 'property', shape: shapeOf(type) }
  }
  const learn = (name: string, type: ts.Type): void => {
    if (types[name]) return
    const members: Record<string, Member> = {}
    types[name] = members
    for (const symbol of type.getProperties()) members[symbol.getName()] = memberOf(symbol)
  }

  const [statement] = file.statements
  if (!statement || !ts.isImportDeclaration(statement)) throw new Error('the import is not there')
  const module = checker.getSymbolAtLocation(statement.moduleSpecifier)
  if (!module) throw new Error('Electron brings no types')
  const all: ElectronTypes['exports'] = {}
  for (const symbol of checker.getExportsOfModule(module)) {
    const real = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol
    if (!(real.flags & ts.SymbolFlags.Value)) continue
    const type = checker.getTypeOfSymbol(real)
    const [construct] = type.getConstructSignatures()
    const instance = construct?.getReturnType() ?? type
    const name = nameOf(instance) ?? symbol.getName()
    learn(name, instance)
    if (!construct) {
      all[symbol.getName()] = { object: name }
      continue
    }
    const own = type.getProperties().filter((member) => member.getName() !== 'prototype')
    const statics = Object.fromEntries(own.map((member) => [member.getName(), memberOf(member)]))
    all[symbol.getName()] = { class: name, statics }
  }
  return { exports: all, types }
}
