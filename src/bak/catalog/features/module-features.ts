/** What the texts of procedures, functions, views and triggers use, and which of them cannot be read. */
import { viewOf } from '../../binary.ts'
import { fetchLargeValue } from '../../rows/large-values.ts'
import { offRowAt } from '../../rows/off-row.ts'
import type { BaseRow } from '../base-row.ts'
import { type FeatureContext, scanTable } from './context.ts'
import { type DatabaseFeature, Evidence, type FeatureBasis, type FeatureName } from './feature.ts'
import { usesOfModule } from './module-uses.ts'
import { variantInt } from './variant.ts'

/**
 * sysobjvalues of a module. `value` holds flags: 2 = one byte for each character, else UTF-16.
 * @source 198 modules of real backups [measured]; an encrypted module was not at hand [guess]
 */
const moduleClass = 1
const knownFlags = 0x2
/** A longer text is said not to be readable. */
const maxTextBytes = 8 * 1024 * 1024

const moduleTypes: ReadonlySet<string> = new Set(['P', 'V', 'FN', 'IF', 'TF', 'TR', 'RF'])

const textFeatures: readonly (readonly [FeatureName, FeatureBasis])[] = [
  ['cross-database-names', 'spec'],
  ['four-part-names', 'spec'],
  ['xp-cmdshell-in-modules', 'spec'],
  ['extended-procedures-in-modules', 'spec'],
  ['ole-automation-in-modules', 'spec'],
  ['openrowset-in-modules', 'spec'],
  ['bulk-insert-in-modules', 'spec'],
  ['distributed-transactions-in-modules', 'spec'],
  ['database-mail-in-modules', 'spec'],
  ['agent-calls-in-modules', 'spec'],
  ['server-commands-in-modules', 'spec'],
  ['old-raiserror-in-modules', 'spec'],
]

interface StoredText {
  readonly objectId: number
  readonly flags: number | undefined
  readonly pointer: Uint8Array
}

export async function moduleFeatures(context: FeatureContext): Promise<DatabaseFeature[]> {
  const scan = new ModuleScan(context)
  await scan.readTexts()
  await scan.readDependencies()
  return scan.features()
}

class ModuleScan {
  readonly #context: FeatureContext
  readonly #evidence = new Map<FeatureName, Evidence>()
  readonly #unreadable = new Evidence()
  readonly #pending: StoredText[] = []
  /** Modules whose text was met. */
  readonly #met = new Set<number>()

  constructor(context: FeatureContext) {
    this.#context = context
    for (const [name] of textFeatures) this.#evidence.set(name, new Evidence())
  }

  async readTexts(): Promise<void> {
    await scanTable(this.#context, 'sysobjvalues', (table) => {
      const valclass = table.column('valclass')
      const objid = table.column('objid')
      const value = table.column('value')
      const imageval = table.column('imageval')
      return (row: BaseRow) => {
        if (row.int(valclass) !== moduleClass) return
        const objectId = row.int(objid)
        if (!this.#isModule(objectId)) return
        const flags = variantInt(viewOf(row.bytes(value)?.bytes ?? new Uint8Array(0)))
        const text = row.bytes(imageval)
        if (text === undefined) return
        this.#met.add(objectId)
        if (text.isOffRow) this.#pending.push({ objectId, flags, pointer: text.bytes })
        else this.#readText(objectId, flags, text.bytes)
      }
    })
    for (const { objectId, flags, pointer } of this.#pending) {
      const text = await this.#fetch(pointer)
      if (text === undefined) this.#unreadable.add(this.#context.nameOf(objectId))
      else this.#readText(objectId, flags, text)
    }
    for (const { objectId } of this.#context.objects.values())
      if (this.#isModule(objectId) && !this.#met.has(objectId))
        this.#unreadable.add(this.#context.nameOf(objectId))
  }

  #isModule(objectId: number): boolean {
    const object = this.#context.objects.get(objectId)
    return object !== undefined && moduleTypes.has(object.type) && !object.isSystem
  }

  async #fetch(pointer: Uint8Array): Promise<Uint8Array | undefined> {
    const offRow = offRowAt(viewOf(pointer), 0, pointer.length)
    if ('unreadable' in offRow) return undefined
    const { pages, signal } = this.#context
    const value = await fetchLargeValue(pages, offRow, maxTextBytes, signal)
    return value instanceof Uint8Array ? value : undefined
  }

  #readText(objectId: number, flags: number | undefined, bytes: Uint8Array): void {
    const module = this.#context.nameOf(objectId)
    const isKnown = flags !== undefined && (flags & ~knownFlags) === 0
    // A code page matters little here: what is looked for is in ASCII.
    const label = (flags ?? 0) & knownFlags ? 'windows-1252' : 'utf-16le'
    const { uses, hasCreate } = usesOfModule(
      isKnown ? new TextDecoder(label).decode(bytes) : '',
      this.#context.catalog.database,
    )
    if (!hasCreate) this.#unreadable.add(module)
    else
      for (const { feature, text } of uses) this.#evidence.get(feature)?.add(`${module}: ${text}`)
  }

  /** Names of other databases and servers that SQL Server itself took down, from 2008 on. */
  async readDependencies(): Promise<void> {
    const own = this.#context.catalog.database.toLowerCase()
    await scanTable(this.#context, 'syssoftobjrefs', (table) => {
      const depid = table.column('depid')
      const name = table.column('indepname')
      const schema = table.column('indepschema')
      const database = table.column('indepdb')
      const server = table.column('indepserver')
      return (row) => {
        const parts = [server, database, schema, name].map((column) => row.text(column))
        const isRemote = parts[0] !== ''
        if (!isRemote && (parts[1] === '' || parts[1]?.toLowerCase() === own)) return
        const feature = isRemote ? 'four-part-names' : 'cross-database-names'
        const text = (isRemote ? parts : parts.slice(1)).join('.')
        this.#evidence.get(feature)?.add(`${this.#context.nameOf(row.int(depid))}: ${text}`)
      }
    })
  }

  features(): DatabaseFeature[] {
    const hidden = this.#unreadable.count
    const dynamic = 'texts that a module puts together when it runs are not seen'
    const note = hidden > 0 ? `${hidden} modules cannot be read; ${dynamic}` : dynamic
    const features = textFeatures.map(([name, basis]) => {
      const evidence = this.#evidence.get(name) ?? new Evidence()
      return hidden > 0
        ? evidence.featureIfFound(name, basis, note)
        : evidence.feature(name, basis, note)
    })
    const reason = 'their text was not found or is no definition: they are probably encrypted'
    return [...features, this.#unreadable.feature('unreadable-modules', 'guess', reason)]
  }
}
