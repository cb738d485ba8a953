import type { CallTime, SheetContent, SheetTruth } from './model.ts'

/** Everything the content says, as a reader would find it if the layout printed all of it. */
export function truthOf(content: SheetContent): SheetTruth {
  return {
    kind: 'call-sheet',
    language: content.language,
    production: content.production,
    shootingDate: content.date,
    day: content.day,
    // What is printed: offices count the first issue as 1.
    revision: { ...content.revision, number: content.revision.number + 1 },
    crewCall: content.crewCall,
    productionCall: content.productionCall,
    estimatedWrap: content.estimatedWrap,
    sunrise: content.sunrise,
    sunset: content.sunset,
    calls: [
      ...content.departmentCalls.map(({ department, time }) => ({
        name: null,
        role: null,
        department,
        time: clock(time),
      })),
      ...content.crew.map(({ name, role, department, time }) => ({
        name,
        role,
        department,
        time: clock(time),
      })),
    ],
    locations: content.locations.map(({ name, address }) => ({ name, address })),
    hospital: { name: content.hospital.name, address: content.hospital.address },
    scenes: content.scenes.map(({ location: _location, startsAt: _startsAt, ...scene }) => ({
      ...scene,
      cast: scene.cast.map(String),
    })),
    cast: content.cast.map((member) => ({
      ...member,
      number: String(member.number),
      pickUp: clock(member.pickUp),
    })),
    contacts: content.contacts,
    unitBase: content.unitBase,
    parking: content.parking,
    vendorStops: content.pickUps.map(({ vendor, address, time }) => ({ name: vendor, address, time })),
    meals: content.meals,
    background: content.background,
    advance: content.advance,
    equipment: content.equipment,
    safetyNotes: content.safetyNotes,
    notes: content.notes,
  }
}

/** The calls of a sheet that lists departments, and by name only those people whose call differs from theirs. */
export function departmentsAndExceptions(calls: SheetTruth['calls']): SheetTruth['calls'] {
  const byDepartment = new Map(
    calls.filter((call) => call.name === null).map((call) => [call.department, call.time]),
  )
  return calls.filter((call) => call.name === null || call.time !== byDepartment.get(call.department))
}

function clock(time: CallTime): string | null {
  return time === 'O/C' || time === 'n/a' ? null : time
}
