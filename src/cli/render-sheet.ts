import { type Call, type CallSheet, type CastMember, type Field, type Scene, UNSURE } from '#callsheet'
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

/**
 * A call sheet as a person wants to see it in a terminal: what to check first, then section by section what it says,
 * each value with how sure the reader is and the page it stands on. `?` marks what needs a look.
 */
export function renderSheet(sheet: CallSheet, name: string, terminal: Terminal = plain): string {
  const sections: [title: string, lines: Line[]][] = [
    ['The day', theDay(sheet)],
    ['Places', places(sheet)],
    ['Calls', calls(sheet)],
    ['Scenes', sheet.scenes.map((field) => line('', scene(field.value), field))],
    ['Cast', sheet.cast.map((field) => line('', castMember(field.value), field))],
    ['Background', texts(sheet.background)],
    ['Equipment', texts(sheet.equipment)],
    ['Safety', texts(sheet.safetyNotes)],
    ['Notes', texts(sheet.notes)],
    ['Contacts', sheet.contacts.map((field) => line('', joined(Object.values(field.value), '  '), field))],
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
  return [...heading(sheet, name, terminal), ...problems(sheet, terminal), ...body, ...legend].join('\n')
}

function heading(sheet: CallSheet, name: string, terminal: Terminal): string[] {
  const kind = (sheet.subkind ?? sheet.kind).replaceAll('-', ' ')
  const about = joined([sheet.kind === 'other' ? 'no call sheet' : kind, sheet.language, pages(sheet)])
  return [painted(sheet.productionTitle?.value ?? name, 'bold', terminal), `${name}: ${about}`]
}

const pages = ({ pages: { length } }: CallSheet) => `${length} ${length === 1 ? 'page' : 'pages'}`

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
    ...one('Revision', sheet.revision, ({ number, colour, issuedAt }) => joined([number, colour, issuedAt])),
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

/** In the order of the day, which begins some hours before the crew call: at night 01:00 comes after 23:00. */
function calls({ calls: all, crewCall, productionCall }: CallSheet): Line[] {
  const begins = hour(productionCall?.value ?? crewCall?.value ?? '06:00') - 5
  const order = ({ value }: Field<Call>) => (((hour(value.time) - begins) % 24) + 24) % 24
  return all
    .toSorted((a, b) => order(a) - order(b))
    .map((field) =>
      line(field.value.time, joined([field.value.name, field.value.role, field.value.department]), field),
    )
}

const hour = (time: string) => Number(time.slice(0, 2)) + Number(time.slice(3)) / 60

function scene({ number, intExt, dayNight, set, description, pageEighths, cast, location }: Scene): string {
  const length = pageEighths === null ? null : `${eighths(pageEighths)} pg`
  const who = cast.length > 0 ? `cast ${cast.join(', ')}` : null
  const where = location === null ? null : `location ${location}`
  return `${number.padEnd(6)} ${joined([joined([intExt, dayNight], ' '), set, description, length, who, where])}`
}

function castMember({ number, character, actor, pickup, makeup, onSet }: CastMember): string {
  const times = [pickup && `pick-up ${pickup}`, makeup && `make-up ${makeup}`, onSet && `on set ${onSet}`]
  return joined([joined([number, character], ' '), actor, ...times])
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
  const [first = '', ...more] = wrapped(text, Math.max(16, room))
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
