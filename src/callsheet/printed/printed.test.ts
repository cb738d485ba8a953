import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { type CallSheet, type Field, type Place, type Reader, readCallSheet, UNSURE } from '../index.ts'

/** What is printed on a sheet; of places a part that is theirs alone. Absent: the sheet does not say it. */
interface Printed {
  date: string
  call: string
  title: string
  day: [number, number]
  /** Null where none is printed. */
  wrap: string | null
  loc: string[]
  hosp: string
  base?: string
  sun: [string, string]
  me?: Reader & { call: string }
  scenes?: string[]
  cast?: string[]
  /** Of each of the cast: in make-up, in costume, on set. */
  stages?: (string | null)[][]
}

interface Checked {
  name: string
  isRequired: boolean
  isRight: boolean
  confidence: number
  isInReview: boolean
  said: string
}

const file = (name: string): Buffer => readFileSync(new URL(name, import.meta.url))
const truth = JSON.parse(file('truth.json').toString()) as Record<string, Printed>

/** Of what is no required field, what the reader gets right. It may only rise. */
const LEAST_RIGHT = 0.99

const checked = new Map<string, Checked[]>()

beforeAll(async () => {
  for (const [name, printed] of Object.entries(truth)) {
    const sheet = await readCallSheet(new Uint8Array(file(`${name}.pdf`)), {
      referenceDate: Temporal.PlainDate.from(printed.date).subtract({ days: 1 }),
      ...(printed.me ? { me: readerOf(printed.me) } : {}),
    })
    checked.set(name, check(sheet, printed))
  }
}, 60_000)

describe('sheets printed by a browser', () => {
  it.each(Object.keys(truth))(
    '%s: date, call, places and own call are right, or a person is asked',
    (name) => {
      const missed = checked.get(name)?.filter((each) => each.isRequired && !each.isRight && !each.isInReview)
      expect(missed).toEqual([])
    },
  )

  it.each(Object.keys(truth))('%s: nothing is wrong that the reader is sure of', (name) => {
    expect(checked.get(name)?.filter((each) => !each.isRight && each.confidence > 0.9)).toEqual([])
  })

  it('most of the rest is right', () => {
    const rest = [...checked.values()].flat().filter((each) => !each.isRequired)
    const wrong = rest.filter((each) => !each.isRight)
    expect(1 - wrong.length / rest.length, wrong.map((each) => each.said).join('\n')).toBeGreaterThanOrEqual(
      LEAST_RIGHT,
    )
  })
})

function readerOf({ call: _call, ...reader }: Reader & { call: string }): Reader {
  return reader
}

function check(sheet: CallSheet, printed: Printed): Checked[] {
  const asked = new Set(sheet.problems.map(({ field }) => field))
  const one = (name: keyof CallSheet, field: Field<unknown> | null, isRight: boolean): Checked => ({
    name,
    isRequired: REQUIRED.has(name),
    isRight,
    confidence: field?.confidence ?? 0,
    // What is missing is asked for as well.
    isInReview: field === null || field.confidence < UNSURE || asked.has(name as never),
    said: `${name}: ${JSON.stringify(field?.value ?? null)}`,
  })
  const [sunrise, sunset] = printed.sun
  const places = placesOf(sheet)
  return [
    one('shootingDate', sheet.shootingDate, sheet.shootingDate?.value === printed.date),
    one('crewCall', sheet.crewCall, sheet.crewCall?.value === printed.call),
    one('locations', places, isEach(places?.value ?? [], printed.loc)),
    ...(printed.me
      ? [one('personalCall', sheet.personalCall, sheet.personalCall?.value === printed.me.call)]
      : []),
    one(
      'productionTitle',
      sheet.productionTitle,
      plain(sheet.productionTitle?.value).includes(plain(printed.title)),
    ),
    one(
      'day',
      sheet.day,
      sheet.day?.value.number === printed.day[0] && sheet.day.value.of === printed.day[1],
    ),
    one('estimatedWrap', sheet.estimatedWrap, (sheet.estimatedWrap?.value ?? null) === printed.wrap),
    one('hospital', sheet.hospital, textOf(sheet.hospital).includes(plain(printed.hosp))),
    ...(printed.base
      ? [one('unitBase', sheet.unitBase, textOf(sheet.unitBase).includes(plain(printed.base)))]
      : []),
    one('sunrise', sheet.sunrise, sheet.sunrise?.value === sunrise),
    one('sunset', sheet.sunset, sheet.sunset?.value === sunset),
    ...lists(sheet, printed).map(([name, right]) => one(name, null, right)),
    ...(printed.stages ? [one('cast', null, isEachStage(sheet, printed.stages))] : []),
    one('kind', null, sheet.kind === 'call-sheet'),
  ]
}

const REQUIRED: ReadonlySet<keyof CallSheet> = new Set<keyof CallSheet>([
  'shootingDate',
  'crewCall',
  'locations',
  'personalCall',
])

function lists(sheet: CallSheet, { scenes, cast }: Printed): [keyof CallSheet, boolean][] {
  return [
    ...(scenes
      ? [
          [
            'scenes',
            isSame(
              sheet.scenes.map(({ value }) => value.number),
              scenes,
            ),
          ] as const,
        ]
      : []),
    ...(cast
      ? [
          [
            'cast',
            isSame(
              sheet.cast.map(({ value }) => value.actor),
              cast,
            ),
          ] as const,
        ]
      : []),
  ].map(([name, right]) => [name, right])
}

function isEachStage({ cast }: CallSheet, printed: readonly (readonly (string | null)[])[]): boolean {
  const said = cast.map(({ value }) => [value.makeup, value.wardrobe, value.onSet])
  return said.length === printed.length && said.every((times, index) => isSame(times, printed[index] ?? []))
}

const isSame = (said: readonly (string | null)[], printed: readonly (string | null)[]): boolean =>
  said.length === printed.length && said.every((each, index) => each === printed[index])

const isEach = (said: readonly string[], printed: readonly string[]): boolean =>
  said.length === printed.length && said.every((each, index) => each.includes(plain(printed[index])))

function placesOf({ locations }: CallSheet): Field<string[]> | null {
  if (locations.length === 0) return null
  const confidence = Math.min(...locations.map((field) => field.confidence))
  return { value: locations.map(textOf), confidence, evidence: [] }
}

const textOf = (field: Field<Place> | null): string =>
  plain(`${field?.value.name ?? ''}${field?.value.address ?? ''}`)

const plain = (text: string | undefined): string => (text ?? '').toLowerCase().replace(/[\s,.]/gu, '')
