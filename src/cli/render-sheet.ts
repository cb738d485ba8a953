import type { CallSheet, Field } from '#callsheet'

const unsureBelow = 0.6

/** A call sheet as a person wants to see it in a terminal: values with confidence, lists under them, problems last. */
export function renderSheet(sheet: CallSheet, name: string): string {
  const day = sheet.day
    ? `day ${sheet.day.value.number}${sheet.day.value.of ? ` of ${sheet.day.value.of}` : ''}`
    : undefined
  const lines = [
    `${name}: ${[sheet.subkind ?? sheet.kind, sheet.language, day].filter(Boolean).join(', ')}`,
    '',
    ...single('Production', sheet.productionTitle),
    ...single('Date', sheet.shootingDate),
    ...single('Revision', sheet.revision, (value) =>
      [value.number, value.colour, value.issuedAt].filter((part) => part !== null).join(', '),
    ),
    ...single('Crew call', sheet.crewCall),
    ...single('Your call', sheet.personalCall),
    ...single('Production call', sheet.productionCall),
    ...single('Est. wrap', sheet.estimatedWrap),
    ...single('Unit base', sheet.unitBase, place),
    ...single('Parking', sheet.parking, place),
    ...single('Hospital', sheet.hospital, place),
    ...single('Sunrise', sheet.sunrise),
    ...single('Sunset', sheet.sunset),
    ...single('Weather', sheet.weather),
    ...single('Cancelled', sheet.cancelled, (value) => (value ? 'yes' : 'no')),
    ...list('Locations', sheet.locations, place),
    ...list('Stops', sheet.vendorStops, (stop) => [stop.time, place(stop)].filter(Boolean).join('  ')),
    ...list(
      'Calls',
      sheet.calls,
      (call) => `${call.time}  ${[call.name, call.role, call.department].filter(Boolean).join(', ')}`,
    ),
    ...list('Scenes', sheet.scenes, (scene) =>
      [
        scene.number.padEnd(5),
        (scene.intExt ?? '').padEnd(7),
        (scene.dayNight ?? '').padEnd(6),
        scene.set,
        scene.description,
        eighths(scene.pageEighths),
      ]
        .filter(Boolean)
        .join(' '),
    ),
    ...list('Cast', sheet.cast, (member) =>
      [member.number, member.character, member.actor, member.onSet && `on set ${member.onSet}`]
        .filter(Boolean)
        .join('  '),
    ),
    ...list('Meals', sheet.meals, (meal) => [meal.name, meal.time].filter(Boolean).join(' ')),
    ...list('Equipment', sheet.equipment, String),
    ...list('Safety', sheet.safetyNotes, String),
    ...list('Notes', sheet.notes, String),
    ...list('Contacts', sheet.contacts, (contact) =>
      [contact.role, contact.name, contact.phone, contact.email].filter(Boolean).join('  '),
    ),
    ...list('Advance', sheet.advanceSchedule, String),
    ...list('Days', sheet.scheduleDays, ({ date, day }) =>
      [date, `day ${day.number}`, day.of && `of ${day.of}`].filter(Boolean).join(' '),
    ),
    ...problems(sheet),
  ]
  return lines.join('\n').trimEnd()
}

function single<T>(label: string, field: Field<T> | null, show: (value: T) => string = String): string[] {
  return field ? [`  ${label.padEnd(16)} ${show(field.value)}  ${confidence(field)}`] : []
}

function list<T>(label: string, fields: readonly Field<T>[], show: (value: T) => string): string[] {
  return fields.length > 0
    ? ['', `  ${label}`, ...fields.map((field) => `    ${show(field.value)}  ${confidence(field)}`)]
    : []
}

function problems(sheet: CallSheet): string[] {
  if (sheet.problems.length === 0) return []
  return ['', '  To check', ...sheet.problems.map((problem) => `    ${problem.message} (${problem.code})`)]
}

function confidence(field: Field<unknown>): string {
  const percent = `${Math.round(field.confidence * 100)} %`
  return field.confidence < unsureBelow ? `[${percent}, unsure]` : `[${percent}]`
}

const place = (value: { name: string | null; address: string | null }) =>
  [value.name, value.address].filter(Boolean).join(', ')

function eighths(count: number | null): string | undefined {
  if (count === null) return undefined
  const [whole, rest] = [Math.floor(count / 8), count % 8]
  return `(${[whole || undefined, rest ? `${rest}/8` : undefined].filter(Boolean).join(' ')} pg)`
}
