import type { Group } from './documents.ts'
import type { ReadResult } from './read-all.ts'
import { calibrationError, calibrationOf, isSurelyWrong, share } from './tally.ts'
import type { Judged } from './values.ts'

/** A number of the summary, and how much it rests on. */
export interface Measured {
  /** A share from 0 to 1, or a count; null of nothing. */
  readonly value: number | null
  readonly documents: number
  /** Of papers and kinds: the documents once more. */
  readonly values: number
}

export type Measures = Readonly<Record<string, Measured>>

type Holds = (value: Judged) => boolean

const isRequired: Holds = ({ printed, required }) => printed && required
const isPrinted: Holds = ({ printed }) => printed
const isFound: Holds = ({ found }) => found
const isRight: Holds = ({ right }) => right
const isUnasked: Holds = ({ unasked }) => unasked

/** Every number that the bench tells, by its key. */
export function measuresOf(results: readonly ReadResult[]): Measures {
  const texts = results.filter(({ document }) => document.dpi === null)
  const of = (...groups: Group[]) => texts.filter(({ document }) => groups.includes(document.group))
  const sheets = of('development', 'unseen-seeds', 'held-out')
  const scans = results.filter(({ document }) => document.dpi !== null)
  const plainScans = (dpi: number) => scans.filter(({ document }) => document.dpi === dpi && !document.trap)
  return {
    ...textMeasures('', sheets),
    kindAccuracy: kindsOf([...sheets, ...of('papers')]),
    ...textMeasures('heldOut', of('held-out')),
    ...textMeasures('unseenSeeds', of('unseen-seeds')),
    ...trapMeasures('traps', of('traps')),
    ...trapMeasures(
      'trapScans',
      scans.filter(({ document }) => document.trap !== null),
    ),
    papersKindAccuracy: kindsOf(of('papers')),
    papersPlanned: countOfDocuments(of('papers'), ({ planned }) => planned),
    ...scanMeasures('scan', plainScans(300)),
    ...scanMeasures('scan200', plainScans(200)),
    ...scanMeasures('scan150', plainScans(150)),
  }
}

/** How far the confidences of texts are from what they promise. */
export function calibrationErrorOf(results: readonly ReadResult[]): number {
  const texts = results.filter(({ document }) => document.dpi === null)
  return calibrationError(calibrationOf(texts.flatMap(({ values }) => values)))
}

function textMeasures(name: string, results: readonly ReadResult[]): Measures {
  return named(name, {
    RequiredRecall: shareOf(results, isRequired, isRight),
    AllRecall: shareOf(results, isPrinted, isRight),
    ConfidentWrong: shareOf(results, isFound, isSurelyWrong),
    RequiredSurelyWrong: countOf(results, isRequired, isSurelyWrong),
    RequiredUnasked: countOf(results, isRequired, isUnasked),
    DocumentsReviewed: shareOfDocuments(results, ({ reviewed }) => reviewed),
  })
}

/** What becomes of required values: right, else a person is asked, else nobody is. The three make one. */
function trapMeasures(name: string, results: readonly ReadResult[]): Measures {
  return named(name, {
    RequiredRight: shareOf(results, isRequired, isRight),
    RequiredReview: shareOf(results, isRequired, ({ right, inReview }) => !right && inReview),
    RequiredWrong: shareOf(results, isRequired, ({ right, inReview }) => !right && !inReview),
    RequiredUnasked: countOf(results, isRequired, isUnasked),
    AllRecall: shareOf(results, isPrinted, isRight),
    ConfidentWrong: shareOf(results, isFound, isSurelyWrong),
  })
}

function scanMeasures(name: string, results: readonly ReadResult[]): Measures {
  return named(name, {
    RequiredOk: shareOf(results, isRequired, ({ right, inReview }) => right || inReview),
    RequiredRecall: shareOf(results, isRequired, isRight),
    RequiredUnasked: countOf(results, isRequired, isUnasked),
    DocumentsReviewed: shareOfDocuments(results, ({ reviewed }) => reviewed),
    KindAccuracy: kindsOf(results),
  })
}

/** The keys behind `name`; those of all sheets stand alone. */
function named(name: string, measures: Measures): Measures {
  const key = (own: string) =>
    name === '' ? `${own.charAt(0).toLowerCase()}${own.slice(1)}` : `${name}${own}`
  return Object.fromEntries(Object.entries(measures).map(([own, measured]) => [key(own), measured]))
}

function shareOf(results: readonly ReadResult[], among: Holds, holds: Holds): Measured {
  const values = results.flatMap((result) => result.values).filter(among)
  return { value: share(values, holds), ...sizeOf(results, values.length) }
}

function countOf(results: readonly ReadResult[], among: Holds, holds: Holds): Measured {
  const values = results.flatMap((result) => result.values).filter(among)
  const count = values.length === 0 ? null : values.filter(holds).length
  return { value: count, ...sizeOf(results, values.length) }
}

const shareOfDocuments = (
  results: readonly ReadResult[],
  holds: (result: ReadResult) => boolean,
): Measured => ({ value: share(results, holds), ...sizeOf(results, results.length) })

const kindsOf = (results: readonly ReadResult[]): Measured =>
  shareOfDocuments(results, ({ kindRight }) => kindRight)

const countOfDocuments = (
  results: readonly ReadResult[],
  holds: (result: ReadResult) => boolean,
): Measured => ({
  value: results.length === 0 ? null : results.filter(holds).length,
  ...sizeOf(results, results.length),
})

const sizeOf = (results: readonly ReadResult[], values: number) => ({ documents: results.length, values })
