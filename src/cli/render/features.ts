/** What in databases matters for a migration: what was found and where; what was looked for in vain on request. */
import type { DatabaseFeatures, FeaturesReport } from '../../app/index.ts'
import {
  type DatabaseRendering,
  renderDatabaseHead,
  renderLines,
  renderProblem,
  renderUnused,
} from './databases.ts'
import { featuresWords, noteText, placeText } from './features-words.ts'
import { formatCount } from './format.ts'
import { renderTable } from './table.ts'
import { tablesWords } from './tables-words.ts'
import { visible } from './visible.ts'

type Feature = DatabaseFeatures['features'][number]

export interface FeaturesRendering extends DatabaseRendering {
  /** Names what was not found, and all the places that are known. */
  readonly withAll: boolean
}

/** More places of one feature than this make a table hard to read. */
const mostPlaces = 3

/** Returns the whole report with a line break at its end. */
export function renderFeatures(report: FeaturesReport, how: FeaturesRendering): string {
  const { databases, unused } = report
  const words = featuresWords[how.language]
  const parts = databases.map((database) => {
    const { answer, problem } = database
    const facts = answer && {
      compatibilityLevel: answer.catalog.compatibilityLevel,
      collation: answer.catalog.collation.name,
    }
    const head = renderDatabaseHead(database, facts, how)
    return head + (answer ? renderAnswer(answer, how) : renderProblem(problem, how))
  })
  if (unused.length > 0) parts.push(renderUnused(unused, how))
  const read = databases.filter(({ answer }) => answer !== undefined).length
  const { summary } = tablesWords[how.language]
  const end = [
    ...(read > 0 ? [words.end] : []),
    ...(databases.length + unused.length > 1
      ? [summary(read, databases.length - read, unused.length)]
      : []),
  ]
  return [...parts, ...(end.length > 0 ? [renderLines(how.output, 0, end)] : [])].join('\n')
}

function renderAnswer({ features }: DatabaseFeatures, how: FeaturesRendering): string {
  const { language, output } = how
  const words = featuresWords[language]
  const found = features.filter(({ present }) => present === 'yes')
  const unknown = features.filter(({ present }) => present === 'not determinable')
  const absent = features.filter(({ present }) => present === 'no')
  const table =
    found.length === 0
      ? renderLines(output, 2, [words.none])
      : renderTable({
          width: output.columns,
          columns: [
            { title: words.feature },
            { title: words.count, align: 'right' },
            { title: words.where, minWidth: 16 },
          ],
          rows: found.map((feature) => [
            nameOf(feature, how),
            formatCount(feature.count),
            placesOf(feature, how),
          ]),
        })
  const names = (list: readonly Feature[]) =>
    list.map(({ name }) => words.names[name]).join(words.list)
  return (
    table +
    renderLines(output, 2, [
      ...notesOf(found, how).map((note) => `${words.note}${words.colon}${note}`),
      ...notesOf(unknown, how).map((note) => `${words.unknown}${words.colon}${note}`),
      `${words.absent}${words.colon}${how.withAll ? names(absent) : words.absentCount(absent.length)}`,
    ])
  )
}

/** Returns each note once, with the features that it is about. */
function notesOf(features: readonly Feature[], { language }: FeaturesRendering): string[] {
  const words = featuresWords[language]
  const about = new Map<string, string[]>()
  for (const { name, note } of features) {
    if (note === undefined) continue
    const text = noteText(note, language)
    about.set(text, [...(about.get(text) ?? []), words.names[name]])
  }
  return [...about].map(([note, names]) => `${names.join(words.list)}${words.colon}${note}`)
}

function nameOf({ name, basis }: Feature, { language }: FeaturesRendering): string {
  const words = featuresWords[language]
  if (basis !== 'guess') return words.names[name]
  return `${words.names[name]}${language === 'zh' ? `（${words.likely}）` : ` (${words.likely})`}`
}

function placesOf({ evidence, count }: Feature, { language, withAll }: FeaturesRendering): string {
  const words = featuresWords[language]
  const shown = withAll ? evidence : evidence.slice(0, mostPlaces)
  const left = count - shown.length
  return [
    ...shown.map((place) => visible(placeText(place, language))),
    ...(left > 0 ? [words.more(formatCount(left))] : []),
  ].join(words.list)
}
