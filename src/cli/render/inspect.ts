/** Backups as a table a person can read: one line per backup set, then what is wrong and what to do about it. */
import type { FlaggedSet, InspectionReport, ReportedFile } from '../../app/index.ts'
import { formatLsn, type Language, type Lsn, lsnToDecimal } from '../../core/index.ts'
import type { Output } from '../io.ts'
import { chainWords } from './chain-words.ts'
import { type Colors, colorsFor } from './colors.ts'
import { formatBytes, formatCount, formatOffset } from './format.ts'
import { backupTypeWord, inspectWords } from './inspect-words.ts'
import { naturalWidth, readableWidth, renderTable, type TableColumn, wrapText } from './table.ts'
import { visible } from './visible.ts'

export interface InspectRendering {
  readonly language: Language
  readonly output: Output
  readonly env: Readonly<Record<string, string | undefined>>
  /** Adds the database files of each set. */
  readonly withFiles: boolean
  /** Adds every field of each set's header. */
  readonly withHeaders: boolean
}

/** Returns the whole report as text with a line break at its end. */
export function renderInspection(report: InspectionReport, how: InspectRendering): string {
  const words = inspectWords[how.language]
  if (report.files.length === 0) return `${words.nothing}\n`
  const colors = colorsFor(how.output, how.env)
  const width = how.output.columns
  const parts = [setTable(report.files, how, colors)]
  if (how.withFiles || how.withHeaders)
    for (const file of report.files)
      for (const each of file.sets) parts.push(setDetails(file, each, width, how, colors))
  for (const file of report.files) {
    if (file.notices.length > 0) parts.push(notices(file, width, how.language, colors))
  }
  const proseWidth = readableWidth(width, widestText)
  const last = [words.summary(report.files.length, report.sound, report.withNotices)]
  if (report.sound > 0) last.push(words.headersOnly)
  parts.push(
    last
      .flatMap((line) => wrapText(line, proseWidth))
      .map((line) => `${line}\n`)
      .join(''),
  )
  return parts.join('\n')
}

/** One line per set where the window has room for it, else a few lines per file. */
function setTable(files: readonly ReportedFile[], how: InspectRendering, colors: Colors): string {
  const { language, output } = how
  const width = output.columns
  const words = inspectWords[language]
  const hasCompressed = files.some((file) => file.isCompressed)
  const columns: TableColumn[] = [
    { title: words.file },
    { title: words.position, align: 'right' },
    { title: words.database },
    { title: words.type },
    { title: words.version },
    { title: words.compatibility, align: 'right' },
    { title: words.size, align: 'right' },
    ...(hasCompressed ? [{ title: words.compressed, align: 'right' as const }] : []),
    { title: words.start },
    { title: words.lsns },
    { title: words.stripe },
    { title: words.checksums },
    { title: words.verdict },
  ]
  const rows = files.flatMap((file) => {
    const verdict = words.verdicts[file.verdict]
    if (file.sets.length === 0) {
      const size = formatBytes(file.sizeBytes)
      const compressed = hasCompressed ? [''] : []
      return [
        [visible(file.path), '', '', '', '', '', size, ...compressed, '', '', '', '', verdict],
      ]
    }
    return file.sets.map(({ set, type, release }) => [
      visible(file.path),
      String(set.position),
      visible(set.database),
      backupTypeWord(type, language),
      release.replace(/^SQL Server /, ''),
      String(set.compatibilityLevel),
      // The header at the beginning does not know the size yet.
      set.backupSize > 0 ? formatBytes(set.backupSize) : '-',
      ...(hasCompressed ? [compressedSize(file, set) ?? '-'] : []),
      `${set.start ?? '-'}${formatOffset(set.utcOffsetMinutes)}`,
      `${formatLsn(set.firstLsn)} - ${formatLsn(set.lastLsn)}`,
      stripeCell(file, language),
      set.hasChecksums ? words.yes : words.no,
      // A damaged or cut file says why its last set has no end.
      set.isComplete || file.verdict !== 'warnings' ? verdict : words.incomplete,
    ])
  })
  if (naturalWidth({ columns, rows }) <= width) return renderTable({ columns, rows, width })
  return `${files.map((file) => fileBlock(file, width, language, colors)).join('\n')}\n`
}

function fileBlock(file: ReportedFile, width: number, language: Language, colors: Colors): string {
  const words = inspectWords[language]
  const [colon, comma] = language === 'zh' ? ['：', '，'] : [': ', ', ']
  const lines = wrapText(
    `${colors.bold(visible(file.path))}${colon}${words.verdicts[file.verdict]}`,
    width,
  )
  const add = (pad: number, facts: readonly string[]) => {
    for (const line of wrapText(facts.join(comma), width - pad))
      lines.push(`${' '.repeat(pad)}${line}`)
  }
  if (file.sets.length === 0) add(2, [formatBytes(file.sizeBytes)])
  for (const { set, type, release } of file.sets) {
    const compressed = compressedSize(file, set)
    add(2, [
      `#${set.position} ${visible(set.database)}`,
      backupTypeWord(type, language),
      ...(set.backupSize > 0 ? [formatBytes(set.backupSize)] : []),
      ...(compressed === undefined ? [] : [`${words.compressed} ${compressed}`]),
      `${words.start} ${set.start ?? '-'}${formatOffset(set.utcOffsetMinutes)}`,
      ...(set.isComplete || file.verdict !== 'warnings' ? [] : [words.incomplete]),
    ])
    add(5, [
      release,
      `${words.compatibility} ${set.compatibilityLevel}`,
      `${words.stripe} ${stripeCell(file, language)}`,
      set.hasChecksums ? words.withChecksums : words.withoutChecksums,
    ])
    add(5, [`LSN ${formatLsn(set.firstLsn)} - ${formatLsn(set.lastLsn)}`])
  }
  return lines.join('\n')
}

/** What a set takes in its compressed file; undefined where the file is not compressed or the set does not say. */
function compressedSize(
  { isCompressed }: ReportedFile,
  { compressedBackupSize }: FlaggedSet['set'],
): string | undefined {
  return isCompressed && compressedBackupSize ? formatBytes(compressedBackupSize) : undefined
}

function stripeCell(file: ReportedFile, language: Language): string {
  const { stripe = '', missingStripes } = file
  if (missingStripes.length === 0) return stripe
  return `${stripe}${inspectWords[language].missing(missingStripes)}`
}

function setDetails(
  file: ReportedFile,
  each: FlaggedSet,
  width: number,
  how: InspectRendering,
  colors: Colors,
): string {
  const words = inspectWords[how.language]
  const title = `${visible(file.path)} #${each.set.position} ${visible(each.set.database)}`
  const lines = wrapText(title, width).map((line) => `${colors.bold(line)}\n`)
  if (how.withHeaders) lines.push(headerTable(file, each, width, how.language))
  lines.push(
    renderTable({
      width,
      columns: [
        { title: words.fileId, align: 'right' },
        { title: words.logicalName },
        { title: words.fileType },
        { title: words.filegroup },
        { title: words.size, align: 'right' },
        { title: words.inBackup, align: 'right' },
        { title: words.physicalName, minWidth: 16 },
      ],
      rows: each.set.files.map((row) => [
        String(row.fileId),
        visible(row.logicalName),
        words.fileTypes[row.type] ?? String(row.type),
        visible(
          each.set.filegroups.find((group) => group.filegroupId === row.filegroupId)?.name ?? '',
        ),
        formatBytes(row.sizeBytes),
        row.backupSizeBytes === undefined ? '-' : formatBytes(row.backupSizeBytes),
        visible(row.physicalName),
      ]),
    }),
  )
  return lines.join('')
}

/** Every field of the header, under the name that HEADERONLY and LABELONLY give it. */
function headerTable(
  file: ReportedFile,
  { set, type, release, flags }: FlaggedSet,
  width: number,
  language: Language,
): string {
  const words = inspectWords[language]
  // The number is what msdb and RESTORE HEADERONLY show.
  const lsn = (value: Lsn | undefined) =>
    value === undefined ? undefined : `${formatLsn(value)} (${lsnToDecimal(value)})`
  const size = (bytes: number | undefined) =>
    bytes === undefined || bytes === 0 ? undefined : `${formatCount(bytes)} (${formatBytes(bytes)})`
  const flagWords = flags.map((flag) => chainWords[language].flags[flag])
  const offset = formatOffset(set.utcOffsetMinutes)
  const date = (text: string | undefined) => (text === undefined ? undefined : `${text}${offset}`)
  const fields: readonly (readonly [string, string | number | undefined])[] = [
    ['BackupName', set.name],
    ['BackupDescription', set.description],
    ['BackupType', type],
    ['UserName', set.userName],
    ['ServerName', set.server],
    ['DatabaseName', set.database],
    ['DatabaseVersion', `${set.databaseVersion} (${release})`],
    ['DatabaseCreationDate', set.databaseCreated],
    ['Position', set.position],
    ['BackupSize', size(set.backupSize)],
    ['CompressedBackupSize', size(set.compressedBackupSize)],
    ['Compressed', file.isCompressed ? words.isSo : words.isNotSo],
    ['HasBackupChecksums', set.hasChecksums ? words.isSo : words.isNotSo],
    ['FirstLSN', lsn(set.firstLsn)],
    ['LastLSN', lsn(set.lastLsn)],
    ['CheckpointLSN', lsn(set.checkpointLsn)],
    ['DatabaseBackupLSN', lsn(set.databaseBackupLsn)],
    ['DifferentialBaseLSN', lsn(set.differentialBaseLsn)],
    ['DifferentialBaseGUID', set.differentialBaseGuid],
    ['BackupStartDate', date(set.start)],
    ['BackupFinishDate', date(set.finish)],
    ['SoftwareVersion', set.version],
    ['CompatibilityLevel', set.compatibilityLevel],
    ['RecoveryModel', set.recoveryModel],
    ['Flags', [`0x${set.flags.toString(16)}`, ...flagWords].join(', ')],
    ['BackupSetGUID', set.backupSetGuid],
    ['BindingID', set.bindingId],
    ['FamilyGUID', set.familyGuid],
    ['RecoveryForkID', set.recoveryForkId],
    ['FirstRecoveryForkID', set.firstRecoveryForkId],
    ['ForkPointLSN', lsn(set.forkPointLsn)],
    ['MediaSetId', file.label?.mediaSetId],
    ['FamilyNumber / Count', file.stripe],
    ['MediaName', file.label?.mediaName],
    ['MediaDescription', file.label?.mediaDescription],
    ['MediaDate', file.label?.mediaDate],
    ['MediaPassword', file.label?.hasMediaPassword ? words.isSo : words.isNotSo],
  ]
  const rows = fields
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([name, value]) => [name, visible(String(value))])
  const columns = [{ title: words.field, minWidth: 20 }, { title: words.value }]
  return `${renderTable({ width, columns, rows })}\n`
}

function notices(file: ReportedFile, width: number, language: Language, colors: Colors): string {
  const words = inspectWords[language]
  const colon = language === 'zh' ? '：' : ': '
  const lines = wrapText(visible(file.path), width).map((line) => colors.bold(line))
  for (const notice of file.notices) {
    const level = words.levels[notice.level]
    const colour = notice.level === 'problem' ? colors.red : colors.yellow
    const details = [
      `${colour(level)}${colon}${visible(notice.message)} [${notice.code}]`,
      `${words.cause}${colon}${notice.cause}`,
      `${words.solution}${colon}${notice.solution}`,
    ]
    for (const detail of details)
      lines.push(...wrapText(detail, width - indent).map((line) => ' '.repeat(indent) + line))
  }
  return `${lines.join('\n')}\n`
}

const widestText = 120 // columns; longer lines of prose are hard to read
const indent = 2 // columns before what belongs to a file
