/** Reads the sources as syntax trees, for the tests that check how the house is built. */
import { globSync, readFileSync } from 'node:fs'
import { dirname, join, posix, sep } from 'node:path'
import ts from 'typescript'

export const root = join(import.meta.dirname, '..', '..')

export interface ImportFact {
  /** As it is written. */
  readonly specifier: string
  readonly isTypeOnly: boolean
  /** Path from the root with slashes, for relative imports. */
  readonly target: string | undefined
  readonly line: number
}

export interface SourceFacts {
  /** Path from the root, with slashes. */
  readonly path: string
  readonly text: string
  readonly tree: ts.SourceFile
  readonly imports: readonly ImportFact[]
}

/** Returns the files that match, each parsed once per run. */
export function sourceFiles(pattern: string): SourceFacts[] {
  return globSync(pattern, { cwd: root })
    .map((path) => path.replaceAll(sep, '/'))
    .sort()
    .map(readSource)
}

const parsed = new Map<string, SourceFacts>()

function readSource(path: string): SourceFacts {
  const known = parsed.get(path)
  if (known) return known
  const text = readFileSync(join(root, path), 'utf8')
  const tree = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)
  const facts = { path, text, tree, imports: importsOf(path, tree) }
  parsed.set(path, facts)
  return facts
}

function importsOf(path: string, tree: ts.SourceFile): ImportFact[] {
  const found: ImportFact[] = []
  const add = (node: ts.Node, isTypeOnly: boolean) => {
    if (!ts.isStringLiteralLike(node)) return
    const specifier = node.text
    const target = specifier.startsWith('.')
      ? posix.join(dirname(path), specifier.replace(/\?.*$/, ''))
      : undefined
    found.push({ specifier, isTypeOnly, target, line: lineOf(tree, node) })
  }
  walk(tree, (node) => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, isTypeImport(node.importClause))
    else if (ts.isExportDeclaration(node) && node.moduleSpecifier) {
      const names = node.exportClause
      const allTypes =
        names !== undefined &&
        ts.isNamedExports(names) &&
        names.elements.length > 0 &&
        names.elements.every((element) => element.isTypeOnly)
      add(node.moduleSpecifier, node.isTypeOnly || allTypes)
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const [specifier] = node.arguments
      if (specifier) add(specifier, false)
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      add(node.argument.literal, true)
    }
  })
  return found
}

function isTypeImport(clause: ts.ImportClause | undefined): boolean {
  if (!clause) return false
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true
  const names = clause.namedBindings
  return (
    clause.name === undefined &&
    names !== undefined &&
    ts.isNamedImports(names) &&
    names.elements.length > 0 &&
    names.elements.every((element) => element.isTypeOnly)
  )
}

/** Calls `visit` for every node of a tree. */
export function walk(tree: ts.Node, visit: (node: ts.Node) => void): void {
  visit(tree)
  ts.forEachChild(tree, (child) => walk(child, visit))
}

/** Returns the line of a node, from 1. */
export function lineOf(tree: ts.SourceFile, node: ts.Node): number {
  return tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1
}
