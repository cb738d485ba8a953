import {
  type Call,
  type CallSheet,
  type CastMember,
  type Field,
  type Revision,
  type Scene,
  UNSURE,
} from '#callsheet'
import { painted, type Terminal, wrapped } from './terminal.ts'

/** A value on its line, with what stands before it and how sure the reader is of it. */
interface Line {
  readonly label: string
  readonly text: string
  readonly field: Field<unknown>
}

const labelWidth = 17
/** `  93 %  p. 1`. */
const markWidth = 13
const plain: Terminal = { width: Infinity, colour: false }
/** Wider than this, nobody finds what belongs to a line at its other end. */
const widest = 120

/** Where a sheet is from. */
interface OfFile {
  readonly name: string
  /** Which of its sheets, from 1. */
  readonly number: number
}

/**
 * A call sheet as a person wants to see it in a terminal: what to check first, then section by section what it says,
 * each value with how sure the reader is and the page it stands on. `?` marks what needs a look.
 */
export function renderSheet(sheet: CallSheet, of: OfFile, given: Terminal = plain): string {
  const terminal = {
    ...given,
    width: Number.isFinite(given.width) ? Math.min(given.width, widest) : Infinity,
  }
  const sections: [title: string, lines: Line[]][] = [
    ['The day', theDay(sheet)],
    ['Places', places(sheet)],
    ['Calls', calls(sheet, terminal)],
    ['Scenes', sheet.scenes.map((field) => line('', scene(field.value), field))],
    ['Cast', inColumns(sheet.cast, castMember, terminal)],
    ['Background', texts(sheet.background)],
    ['Equipment', texts(sheet.equipment)],
    ['Safety', texts(sheet.safetyNotes)],
    ['Notes', texts(sheet.notes)],
    [
      'Contacts',
      inColumns(sheet.contacts, ({ role, name, phone, email }) => [role, name, phone, email], terminal),
    ],
    ['Next days', [...texts(sheet.advanceSchedule), ...scheduleDays(sheet)]],
  ]
  const filled = sections.filter(([, lines]) => lines.length > 0)
  const body = filled.flatMap(([title, lines]) => [
    '',
    painted(title, 'bold', terminal),
    ...lines.flatMap((each) => rendered(each, terminal)),
  ])
  const unsure = filled.some(([, lines]) => lines.some(({ field }) => isUnsure(field)))
  const legend = unsure ? ['', painted('? look at the page before you rely on it', 'dim', terminal)] : []
  return [...heading(sheet, of, terminal), ...problems(sheet, terminal), ...body, ...legend].join('\n')
}

function heading(sheet: CallSheet, { name, number }: OfFile, terminal: Terminal): string[] {
  const kind = (sheet.subkind ?? sheet.kind).replaceAll('-', ' ')
  const language = sheet.language && languageNames.of(sheet.language)
  const about = joined([sheet.kind === 'other' ? `no call sheet, ${kind}` : kind, language, pages(sheet)])
  return [
    painted(sheet.productionTitle?.value ?? name, 'bold', terminal),
    `${name}: ${about}`,
    ...whichSheet(sheet, number),
  ]
}

const languageNames = new Intl.DisplayNames('en-GB', { type: 'language' })
const pages = ({ pages: { length } }: CallSheet) => `${length} ${length === 1 ? 'page' : 'pages'}`

/** Of a file with several sheets, which it is, and how to see the others. */
function whichSheet({ sheets }: CallSheet, number: number): string[] {
  const range = sheets[number - 1]
  if (sheets.length < 2 || range === undefined) return []
  const on = range.from === range.to ? `page ${range.from}` : `pages ${range.from} to ${range.to}`
  const other = number === 1 ? 2 : 1
  return [`This is sheet ${number} of ${sheets.length}, on ${on}; --sheet ${other} shows another.`]
}

function problems(sheet: CallSheet, terminal: Terminal): string[] {
  if (sheet.problems.length === 0) return []
  const lines = sheet.problems.flatMap(({ message, code }) => {
    const [first = '', ...more] = wrapped(`${message} (${code})`, terminal.width - 4)
    return [`  ${painted('!', 'red', terminal)} ${first}`, ...more.map((each) => `    ${each}`)]
  })
  return ['', painted('To check', 'bold', terminal), ...lines]
}

function theDay(sheet: CallSheet): Line[] {
  return [
    ...one('Cancelled', sheet.cancelled, (value) => (value ? 'yes' : 'no')),
    ...one('Production', sheet.productionTitle),
    ...one('Date', sheet.shootingDate, longDate),
    ...one('Day', sheet.day, ({ number, of }) => joined([number, of], ' of ')),
    ...one('Revision', sheet.revision, revision),
    ...one('Your call', sheet.personalCall),
    ...one('Crew call', sheet.crewCall),
    ...one('Production call', sheet.productionCall),
    ...sheet.meals.map((field) => line('Meal', joined([field.value.time, field.value.name], '  '), field)),
    ...one('Est. wrap', sheet.estimatedWrap),
    ...one('Sunrise', sheet.sunrise),
    ...one('Sunset', sheet.sunset),
    ...one('Weather', sheet.weather),
  ]
}

function places(sheet: CallSheet): Line[] {
  const several = sheet.locations.length > 1
  return [
    ...sheet.locations.map((field, index) =>
      line(several ? `Location ${index + 1}` : 'Location', place(field.value), field),
    ),
    ...one('Unit base', sheet.unitBase, place),
    ...one('Parking', sheet.parking, place),
    ...sheet.vendorStops.map((field) =>
      line('Stop', joined([field.value.time, place(field.value)], '  '), field),
    ),
    ...one('Hospital', sheet.hospital, place),
  ]
}

/**
 * In the order of the day, which begins some hours before the crew call: at night 01:00 comes after 23:00. In a terminal
 * a time stands once, before the first of those who are called then.
 */
function calls({ calls: all, crewCall, productionCall }: CallSheet, terminal: Terminal): Line[] {
  const begins = hour(productionCall?.value ?? crewCall?.value ?? '06:00') - 5
  const order = ({ value }: Field<Call>) => (((hour(value.time) - begins) % 24) + 24) % 24
  const sorted = all.toSorted((a, b) => order(a) - order(b))
  const rows = inColumns(
    sorted,
    ({ name, role, department }) => [department, role, name],
    terminal,
    2 + labelWidth,
  )
  return sorted.map((field, index) => {
    const isFirst = sorted[index - 1]?.value.time !== field.value.time
    return { ...rows[index]!, label: isFirst || !isTable(terminal) ? field.value.time : ' ' }
  })
}

const isTable = ({ width }: Terminal) => Number.isFinite(width)

/** Wider than this is no cell of a table. */
const widestCell = 28

/** Rows under each other as columns; where nobody looks, or they are too wide, with commas between. */
function inColumns<T>(
  fields: readonly Field<T>[],
  cellsOf: (value: T) => readonly (string | null)[],
  terminal: Terminal,
  indent = 2,
): Line[] {
  const rows = fields.map(({ value }) => cellsOf(value))
  const widths = (rows[0] ?? []).map((_, at) =>
    Math.min(widestCell, Math.max(...rows.map((row) => (row[at] ?? '').length))),
  )
  const filled = widths.filter((width) => width > 0)
  const whole = filled.reduce((sum, width) => sum + width + 2, 0)
  const fits = isTable(terminal) && whole <= terminal.width - indent - markWidth
  return fields.map((field, index) => {
    const row = rows[index] ?? []
    const isAligned = fits && row.every((cell) => (cell ?? '').length <= widestCell)
    const cells = row.flatMap((cell, at) => (widths[at] === 0 ? [] : [(cell ?? '').padEnd(widths[at] ?? 0)]))
    return line('', isAligned ? cells.join('  ').trimEnd() : joined(row), field)
  })
}

const hour = (time: string) => Number(time.slice(0, 2)) + Number(time.slice(3)) / 60

function scene({ number, intExt, dayNight, set, description, pageEighths, cast, location }: Scene): string {
  const length = pageEighths === null ? null : `${eighths(pageEighths)} pg`
  const who = cast.length > 0 ? `cast ${cast.join(', ')}` : null
  return `${number.padEnd(6)} ${joined([joined([intExt, dayNight], ' '), set, description, length, who, location])}`
}

const castMember = ({ number, character, actor, ...at }: CastMember) => [
  number,
  character,
  actor,
  at.pickup && `pick-up ${at.pickup}`,
  at.arrival && `arrival ${at.arrival}`,
  at.makeup && `make-up ${at.makeup}`,
  at.wardrobe && `wardrobe ${at.wardrobe}`,
  at.onSet && `on set ${at.onSet}`,
]

/** `no. 3, pink, issued 9 May 2027, 20:15`. */
function revision({ number, colour, issuedAt }: Revision): string {
  const [date, time] = issuedAt?.includes('-') ? issuedAt.split('T') : [undefined, issuedAt]
  const on =
    date === undefined ? null : Temporal.PlainDate.from(date).toLocaleString('en-GB', { dateStyle: 'long' })
  const issued = joined([on, time])
  return joined([number === null ? null : `no. ${number}`, colour, issued === '' ? null : `issued ${issued}`])
}

const scheduleDays = (sheet: CallSheet) =>
  sheet.scheduleDays.map((field) => {
    const { date, day } = field.value
    return line(`Day ${joined([day.number, day.of], '/')}`, longDate(date), field)
  })

const line = (label: string, text: string, field: Field<unknown>): Line => ({ label, text, field })
const one = <T>(label: string, field: Field<T> | null, show: (value: T) => string = String): Line[] =>
  field ? [line(label, show(field.value), field)] : []
const texts = (fields: readonly Field<string>[]) => fields.map((field) => line('', field.value, field))

function rendered({ label, text, field }: Line, terminal: Terminal): string[] {
  const indent = label === '' ? 2 : 2 + labelWidth
  const room = terminal.width - indent - markWidth
  const [first = '', ...more] = text.length <= room ? [text] : wrapped(text, Math.max(16, room))
  const unsure = isUnsure(field)
  const head = `${unsure ? painted('?', 'yellow', terminal) : ' '} ${label === '' ? '' : label.padEnd(labelWidth)}`
  const value = Number.isFinite(room) ? first.padEnd(Math.max(16, room)) : first
  const shown = unsure ? painted(value, 'yellow', terminal) : value
  return [
    `${head}${shown}  ${painted(mark(field), unsure ? 'yellow' : 'dim', terminal)}`,
    ...more.map((each) => ' '.repeat(indent) + each),
  ]
}

/** `93 %  p. 1`. */
function mark({ confidence, evidence }: Field<unknown>): string {
  const on = [...new Set(evidence.map(({ page }) => page))].toSorted((a, b) => a - b)
  const percent = `${Math.round(confidence * 100)} %`
  return on.length > 0 ? `${percent.padStart(5)}  p. ${on.join(', ')}` : percent.padStart(5)
}

const isUnsure = ({ confidence }: Field<unknown>) => confidence < UNSURE
const joined = (parts: readonly unknown[], by = ', ') =>
  parts.filter((part) => part !== null && part !== undefined && part !== '').join(by)
const place = ({ name, address }: { name: string | null; address: string | null }) => joined([name, address])

const longDate = (date: string) =>
  Temporal.PlainDate.from(date).toLocaleString('en-GB', {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  })

/** `1 4/8`. */
function eighths(count: number): string {
  const [whole, rest] = [Math.floor(count / 8), count % 8]
  return joined([whole || null, rest > 0 ? `${rest}/8` : null], ' ')
}
