import type { ReadResult } from './read-all.ts'
import { calibrationOf, type Score, scoreOf } from './tally.ts'

/** Tables per language, layout and field, then how well the confidence tells, then the whole. */
export function report(
  results: readonly ReadResult[],
  summary: Readonly<Record<string, unknown>>,
  misses: boolean,
): void {
  const values = results.flatMap(({ values: own }) => own)
  for (const by of ['language', 'layout'] as const)
    table(
      by,
      Object.entries(
        Object.groupBy(results, ({ document }) =>
          document.dpi === null ? document[by] : `${document[by]}, ${document.dpi} dpi`,
        ),
      ).map(([name, own]) => [name, scoreOf((own ?? []).flatMap((result) => result.values))]),
    )
  table(
    'field',
    Object.entries(Object.groupBy(values, ({ field }) => field)).map(([name, own]) => [
      name,
      scoreOf(own ?? []),
    ]),
  )
  console.log(
    `\n${'confidence'.padEnd(26)}${'values'.padStart(8)}${'said'.padStart(8)}${'right'.padStart(8)}`,
  )
  for (const { from, to, values: count, said, right } of calibrationOf(values))
    console.log(
      `${`${from} to ${to}`.padEnd(26)}${String(count).padStart(8)}${said.toFixed(2).padStart(8)}${right.toFixed(2).padStart(8)}`,
    )
  if (misses) listMisses(results)
  console.log('')
  for (const [name, value] of Object.entries(summary))
    console.log(`${name.padEnd(20)} ${value ?? 'not measured'}`)
}

function table(title: string, rows: readonly (readonly [string, Score])[]): void {
  const heads = ['printed', 'precision', 'recall', 'review']
  console.log(`\n${title.padEnd(32)}${heads.map((head) => head.padStart(10)).join('')}`)
  for (const [name, { printed, precision, recall, review }] of rows)
    if (printed > 0)
      console.log(
        `${name.padEnd(32)}${String(printed).padStart(10)}${[precision, recall, review].map(percent).join('')}`,
      )
}

const percent = (part: number | null) => (part === null ? '-' : `${(part * 100).toFixed(1)} %`).padStart(10)

function listMisses(results: readonly ReadResult[]): void {
  for (const { document, values, kindRight, refused } of results) {
    const where = `${document.layout} ${document.language} ${document.seed}${document.dpi === null ? '' : ` ${document.dpi} dpi`}`
    if (refused !== null) console.log(`${where}: refused, ${refused}`)
    else if (!kindRight) console.log(`${where}: not taken for a ${document.kind}`)
    for (const { field, right, said, truth, confidence } of values)
      if (!right)
        console.log(
          `${where}: ${field} read "${said}", printed "${truth}"${confidence === null ? '' : `, ${confidence}`}`,
        )
  }
}
