/** The real backups as parts that pages are read from. */
import assert from 'node:assert/strict'
import { type BackupSet, inspectBackup, openImage } from '../../../src/bak/index.ts'
import type { BackupPart } from '../../../src/bak/pages/backup-part.ts'
import { type ByteSource, memorySource } from '../../../src/core/index.ts'
import { backupBytes, readGolden } from '../golden.ts'

/** Returns the part of a source; `position` is the set's, from 1. */
export async function partOf(source: ByteSource, position = 1): Promise<BackupPart> {
  const inspection = await inspectBackup(source)
  assert.ok(inspection.kind === 'mtf', `${source.name}: ${inspection.kind}`)
  const set = inspection.sets.find((candidate) => candidate.position === position)
  assert.ok(set, `${source.name}: set ${position}`)
  return { image: source, label: inspection.label, set }
}

export async function realPart(name: string, position = 1): Promise<BackupPart> {
  const source = memorySource(backupBytes(name), name)
  const part = await partOf(source, position)
  return isCompressed(name) ? { ...part, image: await openImage(source) } : part
}

function isCompressed(name: string): boolean {
  return readGolden()[name]?.container === 'compressed'
}

/** Returns the sets of a type in all files, as file name and position. */
export async function realSets(
  type: BackupSet['type'],
): Promise<{ readonly name: string; readonly position: number }[]> {
  const found: { name: string; position: number }[] = []
  for (const [name, golden] of Object.entries(readGolden())) {
    if (golden.container !== 'mtf' && golden.container !== 'compressed') continue
    const inspection = await inspectBackup(memorySource(backupBytes(name), name))
    assert.ok(inspection.kind === 'mtf')
    for (const set of inspection.sets)
      if (set.type === type) found.push({ name, position: set.position })
  }
  return found
}

/** Returns the complete full backups: each by the parts that make it up. */
export async function realFulls(): Promise<readonly (readonly BackupPart[])[]> {
  const golden = readGolden()
  const fulls: BackupPart[][] = []
  for (const { name, position } of await realSets('FULL')) {
    const stripes = (golden[name]?.['stripeSet'] as string[] | undefined) ?? [name]
    // Each stripe set once: by its first file.
    if (stripes[0] !== name) continue
    const parts = await Promise.all(stripes.map((stripe) => realPart(stripe, position)))
    if (parts[0]?.label.familyCount === parts.length || parts[0]?.set.databaseVersion === 539)
      fulls.push(parts)
  }
  return fulls
}
