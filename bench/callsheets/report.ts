import type { ReadResult } from './read-all.ts'
import type { Measured, Measures } from './summary.ts'
import { calibrationOf, isSurelyWrong, type Score, scoreOf } from './tally.ts'
import type { Judged } from './values.ts'

/** Tables per language, layout, field and trap, then how well the confidence tells, then the whole. */
export function report(
  results: readonly ReadResult[],
  {
    measures,
    plain,
    misses,
  }: { measures: Measures; plain: Readonly<Record<string, unknown>>; misses: boolean },
): void {
  const isTrap = ({ document }: ReadResult) => document.trap !== null
  const sheets = results.filter((result) => !isTrap(result))
  scores('language', sheets, ({ document }) => `${groupOf(document)}, ${document.language}`)
  scores('layout', sheets, ({ document }) => `${document.layout}${dpiOf(document)}`)
  const kinds = Object.groupBy(sheets, ({ document }) => (document.dpi === null ? document.group : 'scans'))
  for (const [kind, own = []] of Object.entries(kinds)) fields(`field, ${kind}`, own)
  traps(results.filter(isTrap))
  confidences(results)
  if (misses) listMisses(results)
  console.log('')
  for (const [name, value] of Object.entries(plain))
    console.log(`${name.padEnd(30)} ${value ?? 'not measured'}`)
  for (const [name, measured] of Object.entries(measures))
    if (measured.documents > 0) console.log(`${name.padEnd(30)} ${told(measured)}`)
}

const told = ({ value, documents, values }: Measured): string =>
  `${String(value ?? 'not measured').padEnd(8)} of ${values} ${values === documents ? 'documents' : `values in ${documents} documents`}`

type Document = ReadResult['document']
const dpiOf = ({ dpi }: Document): string => (dpi === null ? '' : `, ${dpi} dpi`)
const groupOf = (document: Document): string => `${document.group}${dpiOf(document)}`

function scores(title: string, results: readonly ReadResult[], by: (result: ReadResult) => string): void {
  const rows = Object.entries(Object.groupBy(results, by)).map(
    ([name, own = []]) => [name, own.length, scoreOf(own.flatMap(({ values }) => values))] as const,
  )
  table(title, 'documents', rows)
}

/** In how many documents something was missed stands beside the share: a field may be weak in one layout only. */
function fields(title: string, results: readonly ReadResult[]): void {
  const values = results.flatMap((result) => result.values)
  const rows = Object.entries(Object.groupBy(values, ({ field }) => field)).map(([name, own = []]) => {
    const missed = results.filter((result) =>
      result.values.some((value) => value.field === name && !value.right),
    )
    return [name, missed.length, scoreOf(own)] as const
  })
  table(title, 'missed in', rows)
  unasked(title, values)
}

/** Of the required fields: what a day would be planned by, wrong, without a person being asked. */
function unasked(title: string, values: readonly Judged[]): void {
  const wrong = Object.groupBy(
    values.filter((value) => value.unasked),
    ({ field }) => field,
  )
  const counts = Object.entries(wrong).map(([name, own = []]) => `${name} ${own.length}`)
  if (counts.length > 0) console.log(`${`${title}, wrong and unasked`.padEnd(38)} ${counts.join(', ')}`)
}

function table(title: string, counted: string, rows: readonly (readonly [string, number, Score])[]): void {
  const printed = rows.filter(([, , score]) => score.printed > 0)
  if (printed.length === 0) return
  const heads = [counted, 'printed', 'precision', 'recall', 'review']
  console.log(`\n${title.padEnd(38)}${heads.map((head) => head.padStart(11)).join('')}`)
  for (const [name, count, score] of printed) {
    const shares = [score.precision, score.recall, score.review].map(percent).join('')
    console.log(
      `${name.padEnd(38)}${String(count).padStart(11)}${String(score.printed).padStart(11)}${shares}`,
    )
  }
}

const percent = (part: number | null) => (part === null ? '-' : `${(part * 100).toFixed(1)} %`).padStart(11)

/** What became of the required values under each trap. */
function traps(results: readonly ReadResult[]): void {
  if (results.length === 0) return
  const heads = ['documents', 'required', 'right', 'review', 'wrong', 'unasked']
  console.log(`\n${'trap'.padEnd(38)}${heads.map((head) => head.padStart(11)).join('')}`)
  const groups = Object.groupBy(results, ({ document }) => `${document.trap}${dpiOf(document)}`)
  for (const [name, own = []] of Object.entries(groups)) {
    const required = own.flatMap(({ values }) => values).filter((value) => value.required && value.printed)
    const missed = required.filter(({ right }) => !right)
    const review = missed.filter(({ inReview }) => inReview).length
    const unasked = missed.filter((value) => value.unasked).length
    const counts = [own.length, required.length, required.length - missed.length]
    const all = [...counts, review, missed.length - review, unasked]
    console.log(`${name.padEnd(38)}${all.map((count) => String(count).padStart(11)).join('')}`)
  }
}

function confidences(results: readonly ReadResult[]): void {
  const values = results.flatMap((result) => result.values)
  const heads = ['values', 'said', 'right']
  console.log(`\n${'confidence'.padEnd(38)}${heads.map((head) => head.padStart(11)).join('')}`)
  for (const { from, to, values: count, said, right } of calibrationOf(values)) {
    const shares = [said, right].map((part) => part.toFixed(2).padStart(11)).join('')
    console.log(`${`${from} to ${to}`.padEnd(38)}${String(count).padStart(11)}${shares}`)
  }
}

function listMisses(results: readonly ReadResult[]): void {
  for (const { document, values, kindRight, refused } of results) {
    const trap = document.trap === null ? '' : ` ${document.trap}`
    const where = `${document.layout} ${document.language} ${document.seed}${dpiOf(document)}${trap}`
    if (refused !== null) console.log(`${where}: refused, ${refused}`)
    else if (!kindRight) console.log(`${where}: not taken for a ${document.kind}`)
    for (const value of values) if (!value.right) console.log(`${where}: ${missOf(value)}`)
  }
}

function missOf(value: ReadResult['values'][number]): string {
  const { field, said, truth, confidence } = value
  const marks = [isSurelyWrong(value) ? 'SURE' : '', value.unasked ? 'UNASKED' : ''].filter(Boolean)
  const sure = confidence === null ? '' : `, ${confidence}`
  return [`${field} read "${said}", printed "${truth}"${sure}`, ...marks].join(', ')
}
