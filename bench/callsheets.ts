import { callSheets, type DocumentSet, otherDocuments, scans } from './callsheets/documents.ts'
import { measurePace } from './callsheets/pace.ts'
import { type ReadResult, readAndJudge } from './callsheets/read-all.ts'
import { report } from './callsheets/report.ts'
import { calibrationError, calibrationOf, isSurelyWrong, share } from './callsheets/tally.ts'

const seedsPerLayout = 8
const papersPerKind = 2
const pacedSheets = 20

/**
 * What the reader gets right on generated call sheets of which the truth is known, and how fast beside `pdftotext -bbox`.
 * The held-out set by default; `--development` for the seeds and layouts that the reader was made with, `--text-only`
 * leaves the scans out, `--misses` lists what was wrong.
 */
export async function callsheets({
  json,
  flags,
}: {
  json: boolean
  flags: readonly string[]
}): Promise<Record<string, unknown>> {
  const set: DocumentSet = flags.includes('--development') ? 'development' : 'held-out'
  const results: ReadResult[] = []
  const paced: { pdf: Uint8Array; pages: number }[] = []
  for await (const document of callSheets(set, seedsPerLayout)) {
    const result = await readAndJudge(document)
    results.push(result)
    if (document.seed % 7 === 0 && paced.length < pacedSheets)
      paced.push({ pdf: document.pdf, pages: result.pages })
  }
  for await (const document of otherDocuments(set, papersPerKind)) results.push(await readAndJudge(document))
  if (!flags.includes('--text-only'))
    for await (const document of scans(set)) results.push(await readAndJudge(document))
  const pace = await measurePace(paced)
  const summary = { set, ...summaryOf(results), ...pace }
  if (!json) report(results, summary, flags.includes('--misses'))
  return summary
}

function summaryOf(results: readonly ReadResult[]): Record<string, unknown> {
  const isScan = (result: ReadResult) => result.document.dpi !== null
  const values = results.filter((result) => !isScan(result)).flatMap((result) => result.values)
  const printed = values.filter((value) => value.printed)
  const sharp = results.filter((result) => result.document.dpi === 300).flatMap((result) => result.values)
  const bins = calibrationOf(values)
  return {
    documents: results.length,
    requiredRecall: share(
      printed.filter((value) => value.required),
      ({ right }) => right,
    ),
    allRecall: share(printed, ({ right }) => right),
    confidentWrong: share(
      values.filter((value) => value.found),
      isSurelyWrong,
    ),
    kindAccuracy: share(results, ({ kindRight }) => kindRight),
    scans: results.filter(isScan).length,
    scanRequiredOk: share(
      sharp.filter((value) => value.printed && value.required),
      ({ right, inReview }) => right || inReview,
    ),
    scanConfidentWrong: sharp.filter((value) => value.required && isSurelyWrong(value)).length,
    calibrationError: calibrationError(bins),
  }
}
