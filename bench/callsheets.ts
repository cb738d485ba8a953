import { type DocumentSet, documentOf, type Order, scansOf, textsOf } from './callsheets/documents.ts'
import { measurePace, type Pace } from './callsheets/pace.ts'
import { report } from './callsheets/report.ts'
import { calibrationErrorOf, measuresOf } from './callsheets/summary.ts'
import { type DocumentsRead, readInThreads } from './callsheets/threads.ts'

const pacedSheets = 20
/** Longer than either takes on two quiet cores: a crowded machine reads fewer scans, and says how many. */
const budgetMs = { texts: 600_000, scans: 210_000 } as const

/**
 * What the reader gets right on generated call sheets of which the truth is known, and how fast beside `pdftotext -bbox`.
 * By default on days and layouts that nobody looked at; `--development` for those that the reader was made with,
 * `--text-only` leaves the scans out, `--scans-only` the rest, `--pace-only` everything but the pace; `--misses` lists what
 * was wrong, in development only.
 *
 * @throws RangeError when what is for judging shall be listed
 */
export async function callsheets({
  json,
  flags,
}: {
  json: boolean
  flags: readonly string[]
}): Promise<Record<string, unknown>> {
  const set: DocumentSet = flags.includes('--development') ? 'development' : 'held-out'
  const misses = flags.includes('--misses')
  if (misses && set !== 'development')
    throw new RangeError('--misses needs --development: what has been looked at judges nothing any more')
  if (flags.includes('--pace-only')) return await onlyPace(set, json)
  const texts = flags.includes('--scans-only') ? none : await read('texts', textsOf(set))
  const scans = flags.includes('--text-only') ? none : await read('scans', scansOf(set))
  const pace = flags.includes('--scans-only') ? {} : await paceOf(textsOf(set))
  const results = [...texts.results, ...scans.results]
  const measures = measuresOf(results)
  const plain = {
    set,
    documents: results.length,
    scans: scans.results.length,
    calibrationError: calibrationErrorOf(results),
    scanMsPerPage: scans.msPerPage,
    ...pace,
  }
  if (!json) report(results, { measures, plain, misses })
  const told = Object.entries(measures)
  return {
    ...plain,
    ...Object.fromEntries(told.map(([key, { value }]) => [key, value])),
    of: Object.fromEntries(told.map(([key, { documents, values }]) => [key, { documents, values }])),
  }
}

async function onlyPace(set: DocumentSet, json: boolean): Promise<Record<string, unknown>> {
  const pace = { set, ...(await paceOf(textsOf(set))) }
  if (!json) console.log(pace)
  return pace
}

const none: DocumentsRead = { results: [], msPerPage: null }

async function read(what: 'texts' | 'scans', orders: readonly Order[]): Promise<DocumentsRead> {
  const every = what === 'texts' ? 50 : 5
  return await readInThreads(orders, {
    budgetMs: budgetMs[what],
    onRead: (count) => {
      if (count % every === 0 || count === orders.length)
        console.error(`${what}: ${count} of ${orders.length}`)
    },
  })
}

/** Of call sheets that lie far from each other in the order, so that each kind of layout is among them. */
async function paceOf(orders: readonly Order[]): Promise<Pace> {
  const sheets = orders.filter((order) => 'layout' in order && order.trap === null)
  const step = Math.max(1, Math.floor(sheets.length / pacedSheets))
  const paced = sheets.filter((_, index) => index % step === 0).slice(0, pacedSheets)
  console.error(`pace: ${paced.length} files beside pdftotext`)
  return await measurePace(await Promise.all(paced.map(async (order) => (await documentOf(order)).pdf)))
}
