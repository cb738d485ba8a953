import { describe, expect, test } from 'vitest'
import type { CallSheet, Field } from '#callsheet'
import type { SheetTruth } from '../../sandbox/callsheets/index.ts'
import type { Group } from './documents.ts'
import { nothing, type ReadResult } from './read-all.ts'
import { measuresOf } from './summary.ts'
import { judge, judgePersonal } from './values.ts'
import { isPlanned, isReviewed } from './verdict.ts'

/** What every planted sheet prints: four required values. */
const truth: SheetTruth = {
  kind: 'call-sheet',
  language: 'en',
  production: 'Half a Step',
  shootingDate: '2026-05-04',
  day: null,
  revision: null,
  crewCall: '07:00',
  productionCall: null,
  estimatedWrap: '19:00',
  sunrise: null,
  sunset: null,
  calls: [],
  locations: [{ name: 'Town Hall', address: '1 High Street' }],
  hospital: null,
  scenes: [],
  cast: [],
  contacts: [],
  unitBase: null,
  parking: null,
  vendorStops: [],
  meals: [],
  background: [],
  advance: [],
  equipment: [],
  safetyNotes: [],
  notes: [],
}
const ownCall = '06:30'

const field = <T>(value: T, confidence = 0.95): Field<T> => ({ value, confidence, evidence: [] })

/** Read without a fault. */
const faultless: CallSheet = {
  ...nothing,
  kind: 'call-sheet',
  subkind: 'call-sheet',
  productionTitle: field('Half a Step'),
  shootingDate: field('2026-05-04'),
  crewCall: field('07:00'),
  personalCall: field(ownCall),
  estimatedWrap: field('19:00'),
  locations: [field({ name: 'Town Hall', address: '1 High Street' })],
}

const text = { group: 'held-out', dpi: null, trap: null } as const
type Planted = Pick<ReadResult['document'], 'dpi' | 'trap'> & { group: Group }

/** A faultless reading but for `faults`, as the bench judges it. */
function read(faults: Partial<CallSheet>, planted: Planted = text): ReadResult {
  const sheet = { ...faultless, ...faults }
  return {
    document: {
      ...planted,
      layout: 'planted',
      language: 'en',
      seed: 1,
      fileName: 'a.pdf',
      kind: 'call-sheet',
    },
    pages: 1,
    kindRight: sheet.kind === 'call-sheet',
    planned: isPlanned(sheet),
    reviewed: isReviewed(sheet),
    values: [...judge(sheet, truth), judgePersonal(sheet, ownCall)],
    refused: null,
  }
}

const valueOf = (key: string, ...results: ReadResult[]) => measuresOf(results)[key]?.value
const good = read({})

describe('texts', () => {
  test('a faultless sheet is right in everything', () => {
    const measures = measuresOf([good])
    expect(measures.requiredRecall).toEqual({ value: 1, documents: 1, values: 4 })
    expect(measures.allRecall).toEqual({ value: 1, documents: 1, values: 6 })
    expect(measures.confidentWrong?.value).toBe(0)
    expect(measures.requiredSurelyWrong?.value).toBe(0)
    expect(measures.requiredUnasked?.value).toBe(0)
    expect(measures.kindAccuracy?.value).toBe(1)
  })

  test('a required value that is surely wrong is counted by itself', () => {
    const wrong = read({ crewCall: field('08:00') })
    expect(valueOf('requiredSurelyWrong', good, wrong)).toBe(1)
    expect(valueOf('requiredRecall', good, wrong)).toBe(0.875)
    expect(valueOf('confidentWrong', good, wrong)).toBeGreaterThan(0)
  })

  test('what is not required is none of it', () => {
    const wrong = read({ estimatedWrap: field('20:00') })
    expect(valueOf('requiredSurelyWrong', wrong)).toBe(0)
    expect(valueOf('allRecall', wrong)).toBeCloseTo(5 / 6, 3)
    expect(valueOf('confidentWrong', wrong)).toBeGreaterThan(0)
  })

  test('a sheet that is taken for something else, and a paper that is taken for a sheet', () => {
    expect(valueOf('kindAccuracy', good, read({ kind: 'other' }))).toBe(0.5)
    const paper: ReadResult = {
      ...good,
      document: { ...good.document, group: 'papers' },
      kindRight: false,
      values: [],
    }
    expect(valueOf('kindAccuracy', good, paper)).toBe(0.5)
    expect(valueOf('papersKindAccuracy', good, paper)).toBe(0)
    expect(valueOf('papersPlanned', good, paper)).toBe(1)
    expect(valueOf('papersPlanned', { ...paper, planned: false })).toBe(0)
  })

  test('the groups are told apart, and the main numbers hold both', () => {
    const known = read({ crewCall: field('08:00') }, { ...text, group: 'unseen-seeds' })
    const trapped = read({ crewCall: null }, { ...text, group: 'traps', trap: 'stamp' })
    expect(valueOf('heldOutRequiredRecall', good, known, trapped)).toBe(1)
    expect(valueOf('unseenSeedsRequiredRecall', good, known, trapped)).toBe(0.75)
    expect(valueOf('requiredRecall', good, known, trapped)).toBe(0.875)
  })
})

describe('what nobody is asked about', () => {
  const unasked = (faults: Partial<CallSheet>) => valueOf('requiredUnasked', read(faults))

  test.each<[string, Partial<CallSheet>]>([
    ['a wrong date', { shootingDate: field('2026-05-05', 0.7) }],
    ['a wrong crew call', { crewCall: field('08:00', 0.7) }],
    ['a wrong place', { locations: [field({ name: 'Pier', address: null }, 0.7)] }],
    ['a wrong call of their own', { personalCall: field('09:00', 0.7) }],
    ['a crew call in place of their own', { personalCall: null }],
  ])('%s that the product would act on', (_, faults) => {
    expect(unasked(faults)).toBe(1)
  })

  test.each<[string, Partial<CallSheet>]>([
    ['a doubtful date', { shootingDate: field('2026-05-05', 0.5) }],
    ['a doubtful call', { crewCall: field('08:00', 0.5) }],
    ['a doubtful place', { locations: [field({ name: 'Pier', address: null }, 0.5)] }],
    [
      'a date that may be another one',
      {
        shootingDate: field('2026-05-05', 0.7),
        problems: [{ code: 'several-dates', message: '', field: 'shootingDate' }],
      },
    ],
    ['a paper that is not planned', { kind: 'other', crewCall: field('08:00') }],
    ['no place: the equipment house stands in, and is named', { locations: [] }],
  ])('not %s', (_, faults) => {
    expect(unasked(faults)).toBe(0)
  })

  test('a problem that the product does not stop at, and a doubt about another value, ask nobody', () => {
    const wrongPlace = { locations: [field({ name: 'Pier', address: null }, 0.7)] }
    const named = { code: 'several-locations', message: '', field: 'locations' } as const
    expect(unasked({ ...wrongPlace, problems: [named] })).toBe(1)
    expect(unasked({ ...wrongPlace, shootingDate: field('2026-05-04', 0.4) })).toBe(1)
  })
})

describe('scans and traps', () => {
  const scan = { group: 'held-out', dpi: 300, trap: null } as const

  test('a required value of a scan is right, held back, or neither', () => {
    const held = read({ crewCall: field('08:00', 0.4) }, scan)
    const missed = read({ locations: [] }, scan)
    const wrong = read({ crewCall: field('08:00', 0.8) }, scan)
    expect(valueOf('scanRequiredOk', read({}, scan))).toBe(1)
    expect(valueOf('scanRequiredOk', held)).toBe(1)
    expect(valueOf('scanRequiredRecall', held)).toBe(0.75)
    expect(valueOf('scanRequiredOk', missed)).toBe(0.75)
    expect(valueOf('scanRequiredUnasked', missed)).toBe(0)
    expect(valueOf('scanRequiredOk', wrong)).toBe(0.75)
    expect(valueOf('scanRequiredUnasked', wrong)).toBe(1)
    expect(valueOf('scanKindAccuracy', read({ kind: 'other' }, scan))).toBe(0)
  })

  test('resolutions are counted apart, and no scan among the texts', () => {
    const wrong = read({ crewCall: field('08:00', 0.8) }, { ...scan, dpi: 200 })
    expect(valueOf('scan200RequiredUnasked', wrong)).toBe(1)
    expect(valueOf('scanRequiredUnasked', wrong)).toBeNull()
    expect(valueOf('requiredRecall', good, wrong)).toBe(1)
  })

  test('of a trap right, review and wrong make one', () => {
    const trapped = (faults: Partial<CallSheet>, dpi: number | null) =>
      read(faults, { group: 'traps', dpi, trap: 'stamp' })
    const faults = { crewCall: field('08:00', 0.4), shootingDate: field('2026-05-05', 0.8) }
    for (const [name, dpi] of [
      ['traps', null],
      ['trapScans', 300],
    ] as const) {
      const result = trapped(faults, dpi)
      expect(valueOf(`${name}RequiredRight`, result)).toBe(0.5)
      expect(valueOf(`${name}RequiredReview`, result)).toBe(0.25)
      expect(valueOf(`${name}RequiredWrong`, result)).toBe(0.25)
      expect(valueOf(`${name}RequiredUnasked`, result)).toBe(1)
    }
    expect(valueOf('scanRequiredOk', trapped(faults, 300))).toBeNull()
    expect(valueOf('trapScansRequiredRight', trapped(faults, null))).toBeNull()
  })
})
