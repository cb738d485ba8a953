import { callSheets, type DocumentSet, otherDocuments, scansOf } from './callsheets/documents.ts'
import { measurePace } from './callsheets/pace.ts'
import { type ReadResult, readAndJudge } from './callsheets/read-all.ts'
import { report } from './callsheets/report.ts'
import { readScans, type ScansRead } from './callsheets/scans.ts'
import { calibrationError, calibrationOf, isSurelyWrong, share } from './callsheets/tally.ts'
import type { Judged } from './callsheets/values.ts'

const seedsPerLayout = 8
const papersPerKind = 2
const pacedSheets = 20
const scanRounds = 2
/** Longer than the scans take on two quiet cores: a crowded machine reads fewer. */
const scanBudgetMs = 150_000

/**
 * What the reader gets right on generated call sheets of which the truth is known, and how fast beside `pdftotext -bbox`.
 * The held-out set by default; `--development` for the seeds and layouts that the reader was made with, `--text-only`
 * leaves the scans out, `--scans-only` the rest, `--misses` lists what was wrong.
 */
export async function callsheets({
  json,
  flags,
}: {
  json: boolean
  flags: readonly string[]
}): Promise<Record<string, unknown>> {
  const set: DocumentSet = flags.includes('--development') ? 'development' : 'held-out'
  const texts = flags.includes('--scans-only') ? noTexts : await textsRead(set)
  const pace = await measurePace(texts.paced)
  const scans = flags.includes('--text-only') ? noScans : await scansRead(set)
  const results = [...texts.results, ...scans.results]
  const summary = { set, ...summaryOf(results), scanMsPerPage: scans.msPerPage, ...pace }
  if (!json) report(results, summary, flags.includes('--misses'))
  return summary
}

interface TextsRead {
  readonly results: readonly ReadResult[]
  readonly paced: readonly { pdf: Uint8Array; pages: number }[]
}

const noTexts: TextsRead = { results: [], paced: [] }

async function textsRead(set: DocumentSet): Promise<TextsRead> {
  const results: ReadResult[] = []
  const paced: { pdf: Uint8Array; pages: number }[] = []
  for await (const document of callSheets(set, seedsPerLayout)) {
    const result = await readAndJudge(document)
    results.push(result)
    if (document.seed % 7 === 0 && paced.length < pacedSheets)
      paced.push({ pdf: document.pdf, pages: result.pages })
  }
  for await (const document of otherDocuments(set, papersPerKind)) results.push(await readAndJudge(document))
  return { results, paced }
}

const noScans: ScansRead = { results: [], msPerPage: null }

async function scansRead(set: DocumentSet): Promise<ScansRead> {
  const orders = scansOf(set, scanRounds)
  return await readScans(orders, {
    budgetMs: scanBudgetMs,
    onRead: (read) => {
      if (process.stderr.isTTY || read % 10 === 0) console.error(`scans: ${read} of ${orders.length}`)
    },
  })
}

function summaryOf(results: readonly ReadResult[]): Record<string, unknown> {
  const isScan = (result: ReadResult) => result.document.dpi !== null
  const values = results.filter((result) => !isScan(result)).flatMap((result) => result.values)
  const printed = values.filter((value) => value.printed)
  const scanned = (dpi: number) =>
    results.filter((result) => result.document.dpi === dpi).flatMap((result) => result.values)
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
    ...scanSummary(300, scanned(300)),
    ...scanSummary(200, scanned(200)),
    ...scanSummary(150, scanned(150)),
    calibrationError: calibrationError(bins),
  }
}

/** Of the required values of scans: what is right or looked at by a person, what is right, and what is wrong and sure. */
function scanSummary(dpi: number, values: readonly Judged[]): Record<string, unknown> {
  const required = values.filter((value) => value.printed && value.required)
  const name = (what: string) => (dpi === 300 ? `scan${what}` : `scan${dpi}${what}`)
  return {
    [name('RequiredOk')]: share(required, ({ right, inReview }) => right || inReview),
    [name('RequiredRecall')]: share(required, ({ right }) => right),
    [name('ConfidentWrong')]: values.filter((value) => value.required && isSurelyWrong(value)).length,
  }
}
