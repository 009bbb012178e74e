/** Backups as a table a person can read: one line per backup set, then what is wrong and what to do about it. */
import type { InspectionReport, ReportedFile, ReportedSet } from '../../app/index.ts'
import { formatLsn, type Language } from '../../core/index.ts'
import type { Output } from '../io.ts'
import { type Colors, colorsFor } from './colors.ts'
import { formatBytes, formatOffset } from './format.ts'
import { backupTypeWord, inspectWords } from './inspect-words.ts'
import { naturalWidth, renderTable, type TableColumn, wrapText } from './table.ts'
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
  parts.push(`${words.summary(report.files.length, report.sound, report.withNotices)}\n`)
  return parts.join('\n')
}

/** One line per set where the window has room for it, else a few lines per file. */
function setTable(files: readonly ReportedFile[], how: InspectRendering, colors: Colors): string {
  const { language, output } = how
  const width = output.columns
  const words = inspectWords[language]
  const columns: TableColumn[] = [
    { title: words.file },
    { title: words.position, align: 'right' },
    { title: words.database },
    { title: words.type },
    { title: words.version },
    { title: words.compatibility, align: 'right' },
    { title: words.size, align: 'right' },
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
      return [[visible(file.path), '', '', '', '', '', size, '', '', '', '', verdict]]
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
    add(2, [
      `#${set.position} ${visible(set.database)}`,
      backupTypeWord(type, language),
      ...(set.backupSize > 0 ? [formatBytes(set.backupSize)] : []),
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

function stripeCell(file: ReportedFile, language: Language): string {
  const { stripe = '', missingStripes } = file
  if (missingStripes.length === 0) return stripe
  return `${stripe} ${inspectWords[language].missing(missingStripes)}`
}

function setDetails(
  file: ReportedFile,
  each: ReportedSet,
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
  { set, type, release }: ReportedSet,
  width: number,
  language: Language,
): string {
  const words = inspectWords[language]
  const lsn = (value: typeof set.forkPointLsn) =>
    value === undefined ? undefined : formatLsn(value)
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
    ['BackupSize', set.backupSize],
    ['CompressedBackupSize', set.compressedBackupSize],
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
    ['Flags', `0x${set.flags.toString(16)}`],
    ['BackupSetGUID', set.backupSetGuid],
    ['BindingID', set.bindingId],
    ['FamilyGUID', set.familyGuid],
    ['RecoveryForkID', set.recoveryForkId],
    ['FirstRecoveryForkID', set.firstRecoveryForkId],
    ['ForkPointLSN', lsn(set.forkPointLsn)],
    ['MediaSetId', file.label?.mediaSetId],
    ['MediaName', file.label?.mediaName],
    ['MediaDescription', file.label?.mediaDescription],
    ['MediaDate', file.label?.mediaDate],
    ['MediaPassword', file.label?.hasMediaPassword ? words.yes : words.no],
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

const indent = 2 // columns before what belongs to a file
