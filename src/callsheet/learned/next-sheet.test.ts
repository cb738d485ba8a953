import { describe, expect, it } from 'vitest'
import {
  drawCallSheet,
  generateCallSheet,
  type Layout,
  type SheetContent,
  type SheetLanguage,
} from '../../../sandbox/callsheets/index.ts'
import { nextDay } from '../../../sandbox/callsheets/revise.ts'
import { type CallSheet, type FieldName, type LearnedPlace, readCallSheet } from '../index.ts'
import { readPages } from '../pdf/document.ts'
import { placesOf } from './learn.ts'

/** Words that no language has for these things: without help the reader finds none of them. */
const words = {
  hospital: 'Quacksalver',
  location: 'Whereabouts',
  locations: 'Whereabouts',
  makeUp: 'Paintwork',
  onSet: 'Rollabout',
}
/** A department that no film has. */
const strangers = 'Birdcatchers'

const layouts = [
  ['de', 'tagesdispo-tabelle', 'tagesdispo-serie'],
  ['fr', 'feuille-de-service', 'feuille-courte'],
  ['es', 'orden-de-rodaje', 'orden-cuadricula'],
  ['en', 'british-unit', 'web-builder'],
  ['en', 'spreadsheet', 'american-form'],
  ['pl', 'polish-serial', 'commercial-day'],
] as const satisfies readonly (readonly [SheetLanguage, Layout, Layout])[]

type Pair = Awaited<ReturnType<typeof twoDays>>

/** The sheets of two days by one office: on the second day everything is elsewhere and an hour later. */
async function twoDays(language: SheetLanguage, layout: Layout) {
  const { content: usual } = await generateCallSheet({ seed: 5, language, layout })
  const calls = [...usual.departmentCalls, { department: strangers, time: '06:20' }]
  const content: SheetContent = { ...usual, words, departmentCalls: calls }
  const { content: elsewhere } = await generateCallSheet({ seed: 6, language, layout })
  const { hospital, locations } = elsewhere
  const first = await drawCallSheet(content, layout)
  const second = await drawCallSheet({ ...nextDay(content), hospital, locations }, layout)
  return { content, first, second, read: await readCallSheet(first.pdf) }
}

const reference = Temporal.PlainDate.from('2024-12-10')

async function learn(
  { first }: Pair,
  field: FieldName,
  before: unknown,
  value: unknown,
): Promise<LearnedPlace[]> {
  const pages = await readPages(first.pdf, { maxPages: 9 })
  const lesson = { field, before, value, production: first.truth.production, spots: [], was: [] }
  return placesOf(pages, [lesson], reference)
}

const cast = ({ cast }: CallSheet) => cast.map(({ value }) => [value.makeup, value.onSet])
const callOf = ({ calls }: CallSheet) => calls.find(({ value }) => value.department === strangers)?.value.time

describe.each(layouts)(
  'the next sheet of the same office needs no correction (%s, %s)',
  (language, layout, other) => {
    it('of the hospital and the locations', async () => {
      const days = await twoDays(language, layout)
      const [hospital, location] = [days.first.truth.hospital, days.first.truth.locations[0]]
      expect(days.read.hospital?.value).not.toEqual(hospital)
      const learned = [
        ...(await learn(days, 'hospital', null, hospital)),
        ...(await learn(days, 'locations', null, location)),
      ]
      const next = await readCallSheet(days.second.pdf, { learned })
      expect(next.hospital?.value).toEqual(days.second.truth.hospital)
      expect(next.locations.map(({ value }) => value)).toEqual(days.second.truth.locations)
    })

    it('of the times of the cast, which are learned of one member and hold for all', async () => {
      const days = await twoDays(language, layout)
      const member = days.read.cast[0]!.value
      expect([member.makeup, member.onSet]).toEqual([null, null])
      const right = days.first.truth.cast.find(({ actor }) => actor === member.actor)!
      const learned = await learn(days, 'cast', member, {
        ...member,
        makeup: right.makeUp,
        onSet: right.onSet,
      })
      const next = await readCallSheet(days.second.pdf, { learned })
      expect(cast(next)).toEqual(days.second.truth.cast.map(({ makeUp, onSet }) => [makeUp, onSet]))
    })

    it('and a sheet of that office in another layout is read as if nothing had been learned', async () => {
      const days = await twoDays(language, layout)
      const member = days.read.cast[0]!.value
      const learned = (
        await Promise.all([
          learn(days, 'hospital', null, days.first.truth.hospital),
          learn(days, 'cast', member, { ...member, onSet: days.first.truth.cast[0]!.onSet }),
        ])
      ).flat()
      expect(learned.length).toBeGreaterThan(1)
      const { content: invented } = await generateCallSheet({ seed: 7, language, layout: other })
      const content = { ...invented, words, production: days.content.production }
      const { pdf } = await drawCallSheet(content, other)
      expect(await readCallSheet(pdf, { learned })).toEqual(await readCallSheet(pdf))
    })
  },
)

/** Here the reader takes only words that it knows for departments. */
const strict = [
  ['de', 'tagesdispo-serie'],
  ['en', 'web-builder'],
] as const satisfies readonly (readonly [SheetLanguage, Layout])[]

it.each(strict)('nor of a call in the table of departments (%s, %s)', async (language, layout) => {
  const days = await twoDays(language, layout)
  expect(callOf(days.read)).toBeUndefined()
  const row = { name: null, role: null, department: strangers, time: '06:20' }
  const learned = await learn(days, 'calls', null, row)
  expect(callOf(await readCallSheet(days.second.pdf, { learned }))).toBe('07:20')
})
