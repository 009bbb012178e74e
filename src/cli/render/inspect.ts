/** Backups as a table a person can read: one line per backup set, then what is wrong and what to do about it. */
import type { InspectionReport, ReportedFile, ReportedSet } from '../../app/index.ts'
import { formatLsn, type Language } from '../../core/index.ts'
import type { Output } from '../io.ts'
import { type Colors, colorsFor } from './colors.ts'
import { formatBytes } from './format.ts'
import { inspectWords } from './inspect-words.ts'
import { renderTable, type TableColumn, wrapText } from './table.ts'

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
  // Lines of a pipe are searched and cut by other programs: one set stays one line.
  const width = how.output.isTerminal ? how.output.columns : Number.POSITIVE_INFINITY
  const parts = [setTable(report.files, width, how.language)]
  if (how.withFiles || how.withHeaders)
    for (const file of report.files)
      for (const each of file.sets) parts.push(setDetails(file, each, width, how, colors))
  for (const file of report.files) {
    if (file.notices.length > 0) parts.push(notices(file, width, how.language, colors))
  }
  parts.push(`${words.summary(report.files.length, report.sound, report.withNotices)}\n`)
  return parts.join('\n')
}

function setTable(files: readonly ReportedFile[], width: number, language: Language): string {
  const words = inspectWords[language]
  const columns: TableColumn[] = [
    { title: words.file, minWidth: 12 },
    { title: words.position, align: 'right', minWidth: 1 },
    { title: words.database },
    { title: words.type, minWidth: 4 },
    { title: words.version, minWidth: 8 },
    { title: words.compatibility, align: 'right', minWidth: 4 },
    { title: words.size, align: 'right' },
    { title: words.start, minWidth: 10 },
    { title: words.lsns, minWidth: 12 },
    { title: words.stripe, minWidth: 4 },
    { title: words.checksums, minWidth: 3 },
    { title: words.verdict, minWidth: 7 },
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
      type,
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
  return renderTable({ columns, rows, width })
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
  const lines = [`${colors.bold(title)}\n`]
  if (how.withHeaders) lines.push(headerTable(file, each, width, how.language))
  lines.push(
    renderTable({
      width,
      columns: [
        { title: words.fileId, align: 'right', minWidth: 2 },
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
  const lines = [colors.bold(visible(file.path))]
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

/** Returns ` +08:00`, or nothing where the offset is not known. */
function formatOffset(minutes: number | undefined): string {
  if (minutes === undefined) return ''
  const two = (value: number) => String(value).padStart(2, '0')
  const ahead = Math.abs(minutes)
  return ` ${minutes < 0 ? '-' : '+'}${two(Math.floor(ahead / 60))}:${two(ahead % 60)}`
}

/**
 * Returns a name out of a file in a form that cannot steer the terminal: control characters and those that turn
 * the direction of writing become U+FFFD.
 */
function visible(text: string): string {
  return text.replace(
    /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g,
    '\ufffd',
  )
}
