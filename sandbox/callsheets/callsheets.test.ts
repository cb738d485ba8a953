import { describe, expect, test } from 'vitest'
import { places } from '../places.ts'
import { formSheetOf } from './form/sheet.ts'
import { formatDate, formatEighths, formatTime } from './formats.ts'
import {
  cancellation,
  developmentLayouts,
  drawCallSheet,
  generateCallSheet,
  heldOutLayouts,
  languagesOf,
  makeContent,
  revision,
} from './index.ts'
import type { SheetContent, SheetTruth } from './model.ts'
import { pdfText } from './pdf-text.ts'
import { bilingual, dayNightWord, intExtWord } from './sheet.ts'

const everySheet = [...developmentLayouts, ...heldOutLayouts].flatMap((layout) =>
  languagesOf(layout).map((language) => ({ layout, language })),
)

describe.each(everySheet)('$layout in $language', ({ layout, language }) => {
  test('gives the same bytes for a seed and others for the next', async () => {
    const [first, again, next] = await Promise.all([
      generateCallSheet({ seed: 7, language, layout }),
      generateCallSheet({ seed: 7, language, layout }),
      generateCallSheet({ seed: 8, language, layout }),
    ])
    expect(Buffer.from(again.pdf).equals(Buffer.from(first.pdf))).toBe(true)
    expect(again.truth).toEqual(first.truth)
    expect(Buffer.from(next.pdf).equals(Buffer.from(first.pdf))).toBe(false)
  })

  test('prints every value of its truth, for three seeds', async () => {
    for (let seed = 1; seed <= 3; seed++) {
      const { pdf, truth, content } = await generateCallSheet({ seed, language, layout })
      const pages = await pdfText(pdf)
      const printed = squeezed(pages.join(' '))
      const missing = printedForms(truth, content).filter(
        (forms) => !forms.some((form) => printed.includes(squeezed(form))),
      )
      expect(missing, `seed ${seed}`).toEqual([])
      expect(pages.length).toBeLessThanOrEqual(4)
      expect(pdf.length).toBeLessThan(120_000)
    }
  })
})

describe('invented content', () => {
  const many = Array.from({ length: 200 }, (_, seed) =>
    makeContent(seed, seed % 2 === 0 ? 'warsaw-pl' : 'warsaw-en'),
  )

  test('sets the traps that real sheets set', () => {
    const some = (holds: (content: SheetContent) => boolean) => many.filter(holds).length
    expect(some((content) => content.estimatedWrap < content.crewCall)).toBeGreaterThan(10)
    expect(some((content) => content.pickUps.length > 0)).toBeGreaterThan(50)
    expect(some((content) => content.locations.length > 1)).toBeGreaterThan(50)
    expect(some((content) => content.revision.number > 0)).toBeGreaterThan(40)
    expect(some((content) => content.crew.some(({ time }) => time === 'O/C'))).toBeGreaterThan(50)
    const kinds = (content: SheetContent) => new Set(content.scenes.map(({ intExt }) => intExt))
    expect(some((content) => kinds(content).has('INT') && kinds(content).has('EXT'))).toBeGreaterThan(50)
    expect(new Set(many.map(({ style }) => style.date)).size).toBe(10)
    expect(new Set(many.map(({ style }) => style.time)).size).toBe(8)
  })

  test('places every location on the sandbox map, with its coordinates', () => {
    for (const location of many.flatMap(({ locations }) => locations)) {
      const place = places.find(({ address }) => address === location.address)
      expect(location.coordinates).toEqual({ latitude: place?.latitude, longitude: place?.longitude })
    }
  })

  test('names nobody who can be reached', () => {
    for (const { phone, email } of many.flatMap(({ contacts }) => contacts)) {
      expect(phone).toMatch(/^\+48 500 100 \d{3}$/)
      expect(email).toMatch(/^[a-z.]+@example\.(com|org)$/)
    }
  })

  test('numbers scenes and people once', () => {
    for (const { scenes, crew, cast } of many) {
      expect(new Set(scenes.map(({ number }) => number)).size).toBe(scenes.length)
      const names = [...crew.map(({ name }) => name), ...cast.map(({ actor }) => actor)]
      expect(new Set(names).size).toBe(names.length)
    }
  })
})

describe('a later issue', () => {
  const first: SheetContent = {
    ...makeContent(3, 'warsaw-pl'),
    crewCall: '06:30',
    revision: { number: 1, colour: 'niebieska', issuedAt: '2026-01-05T15:25' },
  }

  test('moves every time with the crew call and is issued later under the next colour', () => {
    const second = revision(first, { crewCall: '06:00' })
    expect(second.crewCall).toBe('06:00')
    expect(second.cast[0]?.onSet).toBe(
      Temporal.PlainTime.from(first.cast[0]?.onSet ?? '')
        .subtract({ minutes: 30 })
        .toString()
        .slice(0, 5),
    )
    expect(second.revision).toEqual({
      number: 2,
      colour: 'różowa',
      issuedAt: '2026-01-05T23:40',
    })
    expect(second.date).toBe(first.date)
    expect(second.sunrise).toBe(first.sunrise)
  })

  test('that cancels the day says so on the page and in the file name', async () => {
    const sheet = await drawCallSheet(cancellation(first), 'polish-mp2')
    const [page = ''] = await pdfText(sheet.pdf)
    expect(page).toContain('ODWOŁANE')
    expect(sheet.fileName).toMatch(/^ODWOŁANE /)
  })
})

test('a day that is moved to another date has the sun of that date', async () => {
  const { truth } = await generateCallSheet({
    seed: 1,
    language: 'pl',
    layout: 'polish-mp2',
    overrides: { date: '2026-12-21' },
  })
  expect(truth.sunrise).toMatch(/^07:4\d$/)
  expect(truth.sunset).toMatch(/^15:2\d$/)
})

describe('formats', () => {
  test.each([
    ['dot', 'cell', '7.00'],
    ['military', 'cell', '0700'],
    ['godz', 'prose', 'godz. 7'],
    ['godz', 'cell', '7.00'],
    ['meridiem', 'cell', '7:00 AM'],
    ['meridiem-short', 'cell', '7:00a'],
    ['meridiem-tight', 'cell', '7a'],
  ] as const)('07:00 as %s in %s is %s', (style, where, expected) => {
    expect(formatTime('07:00', style, where)).toBe(expected)
  })

  test.each([
    ['00:30', '12:30a'],
    ['12:05', '12:05p'],
    ['13:30', '1:30p'],
  ])('%s on a twelve-hour clock is %s', (time, expected) => {
    expect(formatTime(time, 'meridiem-short')).toBe(expected)
  })

  test.each([
    ['numeric-dots-short', 'pl', '15.12.24'],
    ['long', 'pl', '15 grudnia 2024'],
    ['long-weekday', 'pl', 'niedziela, 15 grudnia 2024'],
    ['roman', 'pl', '15 XII 2024'],
    ['us-long', 'en', 'Sunday, December 15, 2024'],
    ['month-day-slash-year', 'en', 'December 15/24'],
    ['no-year', 'en', 'Sun 15 Dec'],
  ] as const)('a date as %s in %s', (style, language, expected) => {
    expect(formatDate('2024-12-15', style, language)).toBe(expected)
  })

  test('script lengths are pages and eighths', () => {
    expect([3, 8, 11].map(formatEighths)).toEqual(['3/8', '1', '1 3/8'])
  })
})

/** Case, spaces and line-end hyphens are the layout's business. */
function squeezed(text: string): string {
  return text.toLocaleLowerCase('pl').replace(/[\s\p{Cc}\p{Cf}\uFFFE-]/gu, '')
}

/** What stands between the number of a day and how many there are. */
const betweenDays = ['/', ' of ', ' z ', ' von ', ' sur ', ' de ', 'er jour sur ', 'e jour sur ']

/** For each value of the truth the forms in which it may stand on the page. */
function printedForms(truth: SheetTruth, content: SheetContent): string[][] {
  const { style, language } = content
  const { words } = formSheetOf(content)
  const oldStyle = bilingual.includes(content.setting)
  const time = (value: string | null) =>
    value ? [[formatTime(value, style.time), formatTime(value, style.time, 'prose')]] : []
  const text = (value: string | null) => (value ? [[value]] : [])
  const { day, revision: issue } = truth
  return [
    [truth.production],
    ...(truth.shootingDate ? [[formatDate(truth.shootingDate, style.date, language)]] : []),
    ...(day ? [betweenDays.map((between) => `${day.number}${between}${day.of}`)] : []),
    ...(issue ? [[`${issue.number} (${issue.colour})`, `${issue.number}${issue.colour ?? ''}`]] : []),
    ...[truth.crewCall, truth.productionCall, truth.estimatedWrap, truth.sunrise, truth.sunset].flatMap(time),
    ...truth.calls.flatMap((call) => [
      ...text(call.name ?? call.department),
      ...text(call.role),
      ...time(call.time),
    ]),
    ...truth.locations.flatMap(({ name, address }) => [[name], [address]]),
    ...(truth.hospital ? [[truth.hospital.name], [truth.hospital.address]] : []),
    ...truth.scenes.flatMap((scene, index) => {
      const whole = content.scenes[index]
      if (!whole) throw new Error('The truth has a scene more than the content')
      return [
        [scene.number],
        oldStyle
          ? [intExtWord(whole, content)]
          : [words.interior[scene.intExt].replace(/\.$/, ''), scene.intExt, scene.intExt.replace('/', './')],
        [oldStyle ? dayNightWord(whole, content) : words.light[scene.dayNight]],
        [scene.set],
        ...text(scene.description),
        ...(scene.eighths === null ? [] : [[formatEighths(scene.eighths)]]),
        [
          scene.cast.join(','),
          scene.cast.join('-'),
          scene.cast.join('/'),
          scene.cast.map((number) => `#${number}`).join(''),
        ],
      ]
    }),
    ...truth.cast.flatMap((member) => [
      [member.character],
      [member.actor],
      ...[member.pickUp, member.makeUp, member.costume, member.onSet].flatMap(time),
    ]),
    ...truth.contacts.flatMap(({ role, name, phone, email }) => [
      [role],
      [name],
      ...text(phone),
      ...text(email),
    ]),
    ...[...truth.equipment, ...truth.safetyNotes, ...truth.notes].map((line) => [line]),
    ...text(truth.unitBase),
    ...text(truth.parking),
    ...truth.vendorStops.flatMap((stop) => [[stop.name], [stop.address], ...time(stop.time)]),
    ...truth.meals.flatMap((meal) => [[meal.name], ...time(meal.time)]),
    ...truth.background.flatMap((extra) => [[extra.description], [String(extra.count)], ...time(extra.time)]),
    ...truth.advance.flatMap((next) => [
      [formatDate(next.date, style.date, language)],
      [next.set],
      [next.scenes.join(',')],
      ...time(next.crewCall),
    ]),
  ]
}
