/** The real backups beside the checkout with the values that an independent reader found in them. */
import { readdirSync, readFileSync } from 'node:fs'
import { type ByteSource, memorySource } from '../../src/core/index.ts'
import { sharedPath } from '../shared-files.ts'

type Json = string | number | boolean | null | Json[] | { [key: string]: Json }

export interface GoldenFile {
  readonly bytes: number
  readonly container: 'mtf' | 'compressed' | 'encrypted' | 'not-a-backup'
  readonly sets?: readonly Readonly<Record<string, Json>>[]
  readonly [key: string]: unknown
}

/** Returns golden.json: file name to expected values. */
export function readGolden(): Readonly<Record<string, GoldenFile>> {
  return JSON.parse(readFileSync(sharedPath('bak', 'golden.json'), 'utf8'))
}

/** Returns the names of the real backups, sorted. */
export function backupNames(): string[] {
  return readdirSync(sharedPath('bak'))
    .filter((name) => name !== 'golden.json')
    .sort()
}

export function backupBytes(name: string): Uint8Array {
  return new Uint8Array(readFileSync(sharedPath('bak', name)))
}

export function backupSource(name: string): ByteSource {
  return memorySource(backupBytes(name), name)
}
